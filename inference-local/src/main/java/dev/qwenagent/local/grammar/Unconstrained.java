package dev.qwenagent.local.grammar;

import dev.qwenagent.local.sampling.TokenMask;

/** Allows everything. */
enum Unconstrained implements TokenConstraint {

    INSTANCE;

    private static final int[] NOTHING = {};

    @Override
    public int needed() {
        return 0;
    }

    @Override
    public int[] forced(int left) {
        return NOTHING;
    }

    @Override
    public TokenMask mask() {
        return TokenMask.ALL;
    }

    @Override
    public int[] ending(int token, int left) {
        return NOTHING;
    }

    @Override
    public void accept(int token) {
        // Every token is as good as another.
    }

    @Override
    public boolean isOver() {
        return false;
    }
}
