package dev.qwenagent.local.grammar;

/** How the characters of a text become bytes. */
enum Encoding {

    /** A JSON string: quotation marks around it, escapes in it. */
    QUOTED,

    /** As it is, in UTF-8. */
    RAW;

    /** Bytes of a character. */
    int cost(int character) {
        boolean escaped = this == QUOTED && (character == '"' || character == '\\' || character < 0x20);
        if (escaped) {
            return JsonWriting.quoted(Character.toString(character)).length() - 2;
        }
        return character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    }
}
