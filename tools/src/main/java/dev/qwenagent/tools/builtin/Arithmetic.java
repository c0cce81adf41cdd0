package dev.qwenagent.tools.builtin;

import com.ezylang.evalex.BaseException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.config.ExpressionConfiguration;
import com.ezylang.evalex.config.MapBasedFunctionDictionary;
import com.ezylang.evalex.config.MapBasedOperatorDictionary;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.data.conversion.DefaultEvaluationValueConverter;
import com.ezylang.evalex.functions.FunctionIfc;
import com.ezylang.evalex.functions.basic.AbsFunction;
import com.ezylang.evalex.functions.basic.AverageFunction;
import com.ezylang.evalex.functions.basic.CeilingFunction;
import com.ezylang.evalex.functions.basic.FloorFunction;
import com.ezylang.evalex.functions.basic.Log10Function;
import com.ezylang.evalex.functions.basic.LogFunction;
import com.ezylang.evalex.functions.basic.MaxFunction;
import com.ezylang.evalex.functions.basic.MinFunction;
import com.ezylang.evalex.functions.basic.RoundFunction;
import com.ezylang.evalex.functions.basic.SqrtFunction;
import com.ezylang.evalex.functions.basic.SumFunction;
import com.ezylang.evalex.functions.trigonometric.AcosRFunction;
import com.ezylang.evalex.functions.trigonometric.AsinRFunction;
import com.ezylang.evalex.functions.trigonometric.AtanRFunction;
import com.ezylang.evalex.functions.trigonometric.CosRFunction;
import com.ezylang.evalex.functions.trigonometric.DegFunction;
import com.ezylang.evalex.functions.trigonometric.RadFunction;
import com.ezylang.evalex.functions.trigonometric.SinRFunction;
import com.ezylang.evalex.functions.trigonometric.TanRFunction;
import com.ezylang.evalex.operators.OperatorIfc;
import com.ezylang.evalex.operators.arithmetic.InfixDivisionOperator;
import com.ezylang.evalex.operators.arithmetic.InfixMinusOperator;
import com.ezylang.evalex.operators.arithmetic.InfixModuloOperator;
import com.ezylang.evalex.operators.arithmetic.InfixMultiplicationOperator;
import com.ezylang.evalex.operators.arithmetic.InfixPlusOperator;
import com.ezylang.evalex.operators.arithmetic.InfixPowerOfOperator;
import com.ezylang.evalex.operators.arithmetic.PrefixMinusOperator;
import com.ezylang.evalex.operators.arithmetic.PrefixPlusOperator;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The calculator's dialect of EvalEx: arithmetic alone, no text, no comparison, no variables, and no number so large that
 * working with it would take noticeable time. Loaded with the first calculation.
 */
final class Arithmetic {

    private static final int LONGEST_EXPRESSION = 1_000;
    /** Before the point, and of any result: what fits is exact, what does not is refused. */
    private static final int MOST_DIGITS = 150;
    private static final int EXACT_DIGITS = 34;
    private static final int ROUNDED_DIGITS = 16;

    private static final Pattern PERCENT_WORD = Pattern.compile("\\bper ?cent\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern PERCENT_OF = Pattern.compile("%\\s*of\\b", Pattern.CASE_INSENSITIVE);
    /** A percent sign that no number, name or bracket follows. */
    private static final Pattern PERCENT = Pattern.compile("%(?=\\s*(?:$|[-+*/^),%]))");
    private static final Pattern LARGE_EXPONENT = Pattern.compile("[0-9.][eE][-+]?[0-9]{4,}");

    private static final Pattern SIGNED_POWER = Pattern.compile("\\^\\s*([-+])");

    private static final Map<String, FunctionIfc> FUNCTIONS = new TreeMap<>(Map.ofEntries(
            Map.entry("abs", new AbsFunction()),
            Map.entry("acos", new AcosRFunction()),
            Map.entry("asin", new AsinRFunction()),
            Map.entry("atan", new AtanRFunction()),
            Map.entry("average", new AverageFunction()),
            Map.entry("ceiling", new CeilingFunction()),
            Map.entry("cos", new CosRFunction()),
            Map.entry("deg", new DegFunction()),
            Map.entry("factorial", new Factorial()),
            Map.entry("floor", new FloorFunction()),
            Map.entry("ln", new LogFunction()),
            Map.entry("log10", new Log10Function()),
            Map.entry("max", new MaxFunction()),
            Map.entry("min", new MinFunction()),
            Map.entry("rad", new RadFunction()),
            Map.entry("round", new RoundFunction()),
            Map.entry("sin", new SinRFunction()),
            Map.entry("sqrt", new SqrtFunction()),
            Map.entry("sum", new SumFunction()),
            Map.entry("tan", new TanRFunction())));

    private static final ExpressionConfiguration DIALECT = dialect();

    private Arithmetic() {}

    /**
     * The value of an expression as a plain decimal.
     *
     * @throws IllegalArgumentException if there is none, with a message for the model
     */
    static String evaluate(String expression) {
        if (expression.isBlank()) {
            throw new IllegalArgumentException("the expression is empty");
        }
        if (expression.length() > LONGEST_EXPRESSION) {
            throw new IllegalArgumentException("the expression is longer than " + LONGEST_EXPRESSION + " characters");
        }
        String text = normalized(expression);
        if (LARGE_EXPONENT.matcher(text).find()) {
            throw tooLarge();
        }
        try {
            EvaluationValue value = new Expression(text, DIALECT).evaluate();
            if (!value.isNumberValue()) {
                throw new IllegalArgumentException("the expression is not arithmetic");
            }
            return plain(value.getNumberValue());
        } catch (BaseException e) {
            throw new IllegalArgumentException(explained(e), e);
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("the result is too large or undefined", e);
        }
    }

    private static String normalized(String expression) {
        String text = expression.strip()
                .replaceAll("\\s*=$", "")
                .replace("**", "^")
                .replace('×', '*')
                .replace('·', '*')
                .replace('÷', '/')
                .replace('−', '-');
        text = SIGNED_POWER.matcher(text).replaceAll(power -> power.group(1).equals("-") ? NegativePower.SIGN : "^");
        text = PERCENT_WORD.matcher(text).replaceAll("%");
        text = PERCENT_OF.matcher(text).replaceAll(Percent.SIGN + " *");
        return PERCENT.matcher(text).replaceAll(Percent.SIGN);
    }

    private static String explained(BaseException e) {
        String message = e.getMessage();
        if (message.startsWith("Undefined function")) {
            return "there is no function " + e.getTokenString() + "; there are: "
                    + String.join(", ", FUNCTIONS.keySet());
        }
        if (message.startsWith("Variable or constant")) {
            return "'" + e.getTokenString() + "' is not a number; write numbers only";
        }
        return message.toLowerCase(Locale.ROOT) + " at position " + e.getStartPosition();
    }

    private static String plain(BigDecimal value) {
        BigDecimal stripped = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        boolean isEndless = stripped.scale() > 0 && stripped.precision() > EXACT_DIGITS;
        if (isEndless) {
            int wholeDigits = stripped.precision() - stripped.scale();
            MathContext shown = new MathContext(Math.max(ROUNDED_DIGITS, wholeDigits + 2), RoundingMode.HALF_EVEN);
            stripped = stripped.round(shown).stripTrailingZeros();
        }
        return stripped.toPlainString();
    }

    private static ExpressionConfiguration dialect() {
        MapBasedOperatorDictionary operators = new MapBasedOperatorDictionary();
        operators.addOperator("+", new PrefixPlusOperator());
        operators.addOperator("-", new PrefixMinusOperator());
        operators.addOperator("+", new InfixPlusOperator());
        operators.addOperator("-", new InfixMinusOperator());
        operators.addOperator("*", new InfixMultiplicationOperator());
        operators.addOperator("/", new InfixDivisionOperator());
        operators.addOperator("^", new InfixPowerOfOperator());
        operators.addOperator(NegativePower.SIGN, new NegativePower());
        operators.addOperator("%", new InfixModuloOperator());
        operators.addOperator(Percent.SIGN, new Percent());
        MapBasedFunctionDictionary functions = new MapBasedFunctionDictionary();
        FUNCTIONS.forEach(functions::addFunction);
        Map<String, EvaluationValue> all = ExpressionConfiguration.StandardConstants;
        Map<String, EvaluationValue> constants = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        constants.put("PI", all.get("PI"));
        constants.put("E", all.get("E"));
        return ExpressionConfiguration.builder()
                .operatorDictionary(operators)
                .functionDictionary(functions)
                .defaultConstants(constants)
                .mathContext(new MathContext(MOST_DIGITS, RoundingMode.HALF_EVEN))
                .arraysAllowed(false)
                .structuresAllowed(false)
                .binaryAllowed(false)
                .powerOfPrecedence(OperatorIfc.OPERATOR_PRECEDENCE_POWER_HIGHER) // -2^2 is -4
                .evaluationValueConverter(new BoundedNumbers())
                .build();
    }

    private static IllegalArgumentException tooLarge() {
        return new IllegalArgumentException("the result has more than " + MOST_DIGITS + " digits");
    }

    /** Refuses numbers, also those on the way to a result, that are too large to be worked with. */
    private static final class BoundedNumbers extends DefaultEvaluationValueConverter {
        @Override
        public EvaluationValue convertObject(Object object, ExpressionConfiguration configuration) {
            if (object instanceof BigDecimal number && number.signum() != 0
                    && Math.abs((long) number.precision() - number.scale()) > MOST_DIGITS) {
                throw tooLarge();
            }
            return super.convertObject(object, configuration);
        }
    }
}
