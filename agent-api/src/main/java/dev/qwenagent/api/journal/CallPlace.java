package dev.qwenagent.api.journal;

/**
 * Where in a run a call was asked for. Models use the same call id again and again; a place is one call of one run. Immutable.
 *
 * @param turn the turn, from 1
 * @param position among the calls of the turn, in the model's order, from 1
 */
public record CallPlace(int turn, int position) implements Comparable<CallPlace> {

    /**
     * Checks the place.
     *
     * @throws IllegalArgumentException if one of the numbers is below 1
     */
    public CallPlace {
        if (turn < 1 || position < 1) {
            throw new IllegalArgumentException(
                    "a call's place counts turns and positions from 1, found " + turn + "." + position);
        }
    }

    /**
     * Reads a place as {@link #toString} writes it, such as {@code 3.1}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static CallPlace of(String text) {
        int dot = text.indexOf('.');
        try {
            return new CallPlace(Integer.parseInt(text.substring(0, Math.max(dot, 0))),
                    Integer.parseInt(text.substring(dot + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "expected the place of a call, TURN.POSITION such as 3.1; found '" + text + "'", e);
        }
    }

    /**
     * What tells an idempotent tool that a call is the same call as before: it does not change when a run is resumed, and no
     * other call of any run has it.
     */
    public String idempotencyKey(String runId) {
        return runId + "/" + this;
    }

    @Override
    public int compareTo(CallPlace other) {
        return turn == other.turn ? Integer.compare(position, other.position) : Integer.compare(turn, other.turn);
    }

    @Override
    public String toString() {
        return turn + "." + position;
    }
}
