package dev.qwenagent.local.chat.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values are what Python 3's jinja2 3.1 gives, worked out by its documented rules. */
class TemplateTest {

    private static String render(String source) {
        SequencedMap<String, Value> mapping = new LinkedHashMap<>();
        mapping.put("b", Value.of(2));
        mapping.put("a", Value.of("x"));
        return Template.compile(source)
                .render(Map.of("items", Value.of(List.of(Value.of(1), Value.of(2), Value.of(3), Value.of(4))),
                        "mapping",
                        Value.of(mapping), "text", Value.of("héllo"), "none", Value.None.NONE));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '~', value = { //
        "items[::-1]                         § [4, 3, 2, 1]", //
        "items[1:]                           § [2, 3, 4]", //
        "items[-3:-1]                        § [2, 3]", //
        "items[::2]                          § [1, 3]", //
        "items[10:]                          § []", //
        "text[1:3]                           § él", //
        "text[::-1]                          § olléh", //
        "items[-1]                           § 4", //
        "mapping                             § {'b': 2, 'a': 'x'}", //
        "mapping.a ~ mapping['b'] ~ missing  § x2", //
        "7 // 2 ~ ',' ~ -7 // 2              § 3,-4", //
        "-7 % 3                              § 2", //
        "7 / 2                               § 3.5", //
        "1 + 2 * 3 - 4                       § 3", //
        "1 == 1.0 and true == 1              § True", //
        "'a' < 'b' and 1 < 2 <= 2            § True", //
        "not 'a' in 'abc'                    § False", //
        "3 not in items                      § False", //
        "'b' in mapping                      § True", //
        "'yes' if items else 'no'            § yes", //
        "('no' if false) ~ '!'               § !", //
        "missing is defined                  § False", //
        "missing is not defined              § True", //
        "none is none                        § True", //
        "text is string and mapping is mapping § True", //
        "items is sequence and items is iterable and items is not mapping § True", //
        "1 is eq 1                           § True", //
        "4 is divisibleby 2                  § True", //
        "missing|default('d')                § d", //
        "''|default('d', true)               § d", //
        "mapping|tojson                      § {\"b\": 2, \"a\": \"x\"}", //
        "mapping|length + items|length       § 6", //
        "items|join('-')                     § 1-2-3-4", //
        "items|first ~ items|last            § 14", //
        "mapping|items|list                  § [('b', 2), ('a', 'x')]", //
        "'a,b,c'.split(',')[-1]              § c", //
        "'a,b,c'.split(',', 1)               § ['a', 'b,c']", //
        "'a,b,c'.rsplit(',', 1)              § ['a,b', 'c']", //
        "' a  b '.split()                    § ['a', 'b']", //
        "'xxaxx'.strip('x') ~ 'xa'.lstrip('x') ~ 'ax'.rstrip('x') § aaa", //
        "'abc'.startswith('ab') and 'abc'.endswith(('x', 'bc')) § True", //
        "'it''s' 'x'                         § itsx", //
        "[1, 2.5, true, none, 'q']           § [1, 2.5, True, None, 'q']", //
        "1e16 ~ ' ' ~ 1e-5 ~ ' ' ~ 100000.0  § 1e+16 1e-05 100000.0", //
        "range(3)|list ~ range(5, 1, -2)|list § [0, 1, 2][5, 3]", //
        "12345678901234567890 + 1            § 12345678901234567891"})
    void expressionHasPythonsValue(String expression, String value) {
        String printed = value.replace("('b', 2), ('a', 'x')", "['b', 2], ['a', 'x']");
        assertThat(render("{{ " + expression + " }}")).isEqualTo(printed);
    }

    @Test
    void blockTagAloneOnItsLineLeavesNoTrace() {
        assertThat(render("a\n  {% if true %}\n  b\n  {% endif %}\nc\n")).isEqualTo("a\n  b\nc");
    }

    @Test
    void signsAtTagsControlWhitespace() {
        assertThat(render("a \n {%- if true -%} \n b {{- 'c' -}} \n{%+ endif +%}\n d")).isEqualTo("abc\n d");
    }

    @Test
    void commentAndRawAreNotEvaluated() {
        assertThat(render("{# {{ x }} #}\n{% raw %}{{ x }}{% endraw %}")).isEqualTo("{{ x }}");
    }

    @Test
    void valueSetInALoopStaysThereAndNamespaceCarriesItOut() {
        assertThat(render("{% set n = 0 %}{% set ns = namespace(n=0) %}{% for i in items %}{% set n = i %}"
                + "{% set ns.n = ns.n + i %}{% endfor %}{{ n }} {{ ns.n }}")).isEqualTo("0 10");
    }

    @Test
    void loopKnowsItsNeighbours() {
        assertThat(render("{% for i in items if i != 2 %}{{ loop.previtem }}<{{ i }}>{{ loop.nextitem }}"
                + "{{ loop.last }}{{ loop.index0 }} {% else %}none{% endfor %}"))
                .isEqualTo("<1>3False0 1<3>4False1 3<4>True2 ");
    }

    @Test
    void loopsCanBeLeftAndContinued() {
        assertThat(render("{% for i in items %}{% if i == 2 %}{% continue %}{% endif %}{% if i == 4 %}{% break %}"
                + "{% endif %}{{ i }}{% endfor %}")).isEqualTo("13");
    }

    @Test
    void macroSeesItsDefaultsAndTheScopeOfItsDefinition() {
        assertThat(render("{% set g = 'G' %}{% macro m(a, b='B') %}{{ a }}{{ b }}{{ g }}{% endmacro %}"
                + "{{ m('1') }} {{ m(b='2', a='3') }}")).isEqualTo("1BG 32G");
    }

    @Test
    void setBlockCapturesWhatItPrints() {
        assertThat(render("{% set t %}x{{ items[0] }}{% endset %}{{ t }}{{ t }}")).isEqualTo("x1x1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '~', value = { //
        "{{ x|shuffle }}                 § filter 'shuffle' is not supported", //
        "{{ x is callable }}             § test 'is callable' is not supported", //
        "{{ x.format(1) }}               § method 'format' is not supported", //
        "{{ strftime_now('%Y') }}        § function 'strftime_now' is not supported", //
        "{% include 'x' %}               § statement 'include' is not supported", //
        "{% for a in b recursive %}{% endfor %} § 'for … recursive' is not supported", //
        "{{ x|trim(side='left') }}       § filter 'trim' takes the arguments [chars] and no others", //
        "{{ 2 ** 3 }}                    § operator '**' is not supported", //
        "{% if x %}                      § expected one of the tags [elif, else, endif], found end of template", //
        "{% endif %}                     § 'endif' without the tag that it closes", //
        "{{ (1 }}                        § '}' closes no bracket", //
        "{{ 'abc }}                      § string is never closed by '", //
        "{% break %}                     § 'break' outside a loop"})
    void unsupportedSourceIsRefusedWhenCompiledNamingItsLine(String source, String reason) {
        assertThatThrownBy(() -> Template.compile("first\nsecond\n" + source)).isInstanceOf(TemplateException.class)
                .hasMessageContaining(reason)
                .hasMessageContaining("line 3");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '~', value = { //
        "{{ 'a' + 1 }}            § '+' cannot join a string and an integer", //
        "{{ missing.name }}       § 'missing', which is undefined, has no attribute 'name'", //
        "{{ 'a' in none }}        § None is not iterable", //
        "{{ none.split(',') }}    § None has no method 'split'", //
        "{{ 1 // 0 }}             § division by zero", //
        "{{ raise_exception('why') }} § why"})
    void failureWhileRenderingNamesItsLine(String source, String reason) {
        assertThatThrownBy(() -> render("\n\n" + source)).isInstanceOf(TemplateException.class)
                .hasMessageContaining(reason)
                .hasMessageContaining("line 3");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '~', value = { //
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", //
        "{% set r = range(90000) %}{% for a in r %}{% for b in r %}{% endfor %}{% endfor %}", //
        "{{ range(1000000000) }}", //
        "{% set ns = namespace(t='0123456789') %}{% for i in range(60) %}{% set ns.t = ns.t ~ ns.t %}{% endfor %}", //
        "{% set ns = namespace(t=[1]) %}{% for i in range(60) %}{% set ns.t = [ns.t, ns.t] %}{% endfor %}{{ ns.t }}", //
        "{% set ns = namespace(n=9) %}{% for i in range(60) %}{% set ns.n = ns.n * ns.n %}{% endfor %}"})
    void hostileTemplateIsStopped(String source) {
        assertThatThrownBy(() -> render(source)).isInstanceOf(TemplateException.class);
    }

    @Test
    void deepNestingIsRefusedNotOverflowing() {
        assertThatThrownBy(() -> Template.compile("{{ " + "(".repeat(100_000) + " }}"))
                .isInstanceOf(TemplateException.class);
        assertThatThrownBy(() -> Template.compile("{{ " + "not ".repeat(100_000) + "x }}"))
                .isInstanceOf(TemplateException.class);
    }
}
