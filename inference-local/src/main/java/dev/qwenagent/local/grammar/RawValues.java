package dev.qwenagent.local.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Values that stand between tags: strings without quotation marks, the rest as JSON. */
final class RawValues {

    /** What whoever reads such a value may take for something other than a string, where the schema allows both. */
    private static final String NO_STRING = "^\\s*(?:-?[0-9][\\s\\S]*|[\\[{\"'][\\s\\S]*|[tT]rue|[fF]alse|null|None)?\\s*$";

    private RawValues() {}

    static Symbol of(SchemaModel model, ValueEnd end) {
        JsonSymbols symbols = new JsonSymbols(model);
        List<Shape> shapes = model.shapes(model.root());
        boolean onlyText = shapes.stream().allMatch(shape -> shape instanceof Shape.Text);
        List<List<Symbol>> rows = new ArrayList<>();
        for (Shape shape : shapes) {
            switch (shape) {
                case Shape.Text text -> addText(rows, text, end, onlyText);
                case Shape.Constants(List<JsonNode> values) -> {
                    List<JsonNode> others = new ArrayList<>();
                    for (JsonNode value : values) {
                        if (value.isTextual()) {
                            addText(rows, new Shape.Text(TextDfa.of(List.of(value.textValue())), 0, Shape.UNLIMITED),
                                    end,
                                    values.stream().allMatch(JsonNode::isTextual) && shapes.size() == 1);
                        } else {
                            others.add(value);
                        }
                    }
                    if (!others.isEmpty()) {
                        rows.add(ended(symbols.row(new Shape.Constants(others)), end));
                    }
                }
                case Shape.Null _,Shape.Truth _,Shape.Numeric _,Shape.Sequence _,Shape.Mapping _ ->
                    rows.add(ended(symbols.row(shape), end));
            }
        }
        if (rows.isEmpty()) {
            throw new UnsupportedSchemaException("schema", "", "no string of it can stand between tags");
        }
        return new ChoiceRule(rows);
    }

    private static List<Symbol> ended(List<Symbol> row, ValueEnd end) {
        List<Symbol> ended = new ArrayList<>(row);
        ended.add(Literal.of(end.text()));
        return ended;
    }

    private static void addText(List<List<Symbol>> rows, Shape.Text text, ValueEnd end, boolean onlyText) {
        try {
            TextDfa plain = DfaProduct.atLeast(text.text(), text.least());
            for (String never : end.never()) {
                plain = DfaProduct.minus(plain, RegexCompiler.compile(
                        Regex.sequence(Regex.ANYTHING, Regex.text(never), Regex.ANYTHING)));
            }
            for (String never : end.neverAtLine()) {
                plain = DfaProduct.minus(plain, RegexCompiler.compile(Regex.sequence(
                        Regex.optional(Regex.sequence(Regex.ANYTHING, Regex.text("\n"))), Regex.text(never),
                        Regex.ANYTHING)));
            }
            if (!onlyText) {
                plain = DfaProduct.minus(plain, RegexCompiler.compile(PatternParser.parse(NO_STRING)));
            }
            TextDfa whole = DfaProduct.before(plain, end.text());
            int most = text.most() == Shape.UNLIMITED ? Shape.UNLIMITED : text.most() + end.text().length();
            if (!whole.isEmpty() && whole.distance(0) <= most) {
                rows.add(List.of(new TextTerminal(whole, Encoding.RAW, 0, TextPlace.BODY, 0, most)));
            }
        } catch (TooLargeException | PatternException e) {
            throw new UnsupportedSchemaException("pattern", "", "as a text between tags, " + e.getMessage());
        }
    }
}
