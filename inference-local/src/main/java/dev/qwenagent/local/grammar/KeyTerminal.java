package dev.qwenagent.local.grammar;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The key of a property that is not declared: of the language of its names, and none that the object has already. Refusing
 * those never leads into a dead end, since endlessly many names go on from every beginning.
 *
 * @param name the name as far as it is written
 * @param written its bytes, quotation marks included, one character a byte
 * @param object where the key stands
 * @param value what the value of the property has to fit
 */
record KeyTerminal(TextTerminal name, String written, PropertiesRule object, SchemaSet value) implements Terminal {

    @Override
    public @Nullable Terminal next(int value) {
        TextTerminal next = name.next(value);
        String longer = written + (char) value;
        boolean isTaken = next != null && next.mayEnd() && object.keys().contains(longer);
        return next == null || isTaken ? null : new KeyTerminal(next, longer, object, this.value);
    }

    @Override
    public boolean mayEnd() {
        return name.mayEnd();
    }

    @Override
    public boolean mayGoOn() {
        return name.mayGoOn();
    }

    @Override
    public int onlyByte() {
        return name.part() == TextPlace.OPENING ? '"' : SEVERAL;
    }

    /** The value, and the object with one key more. */
    @Override
    public Stack followed(@Nullable Stack below) {
        return Stack.of(object.afterOther(written, value), below);
    }

    /** With what follows the key, since that depends on the key. */
    @Override
    public long length() {
        ByteText out = new ByteText();
        shortest(out);
        return out.toBytes().length;
    }

    @Override
    public void shortest(ByteText out) {
        ByteText rest = new ByteText();
        shortestName().shortest(rest);
        byte[] bytes = rest.toBytes();
        out.add(bytes);
        String key = written + new String(bytes, StandardCharsets.ISO_8859_1);
        object.afterOther(key, value).forEach(symbol -> symbol.shortest(out));
    }

    /** The name as it is, but of a language without the keys that are taken. */
    private TextTerminal shortestName() {
        List<String> taken = object.keys().texts();
        if (taken.isEmpty() || mayEnd()) {
            return name;
        }
        Terminal at = TextTerminal.quoted(DfaProduct.minus(name.dfa(), TextDfa.of(taken)));
        for (int i = 0; i < written.length() && at != null; i++) {
            at = at.next(written.charAt(i));
        }
        return at instanceof TextTerminal free ? free : name;
    }
}
