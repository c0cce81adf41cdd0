package dev.qwenagent.local.model;

/** Feeds tokens in pieces of a size and keeps the scores after the last. */
final class Sequence {

    final ModelState state;
    private final Model model;
    private final Batch batch;
    private final float[][] logits;

    Sequence(Model model, int piece) {
        this.model = model;
        batch = model.newBatch(piece);
        state = model.newState();
        logits = new float[1][model.config().vocabulary()];
    }

    /** The scores after the last token; overwritten by the next call. */
    float[] feed(int... tokens) {
        for (int from = 0; from < tokens.length; from += batch.capacity()) {
            batch.fill(tokens, from, Math.min(batch.capacity(), tokens.length - from));
            model.forward().forward(batch, state, logits);
        }
        return logits[0];
    }

    /** The likeliest tokens, one after the other, each fed once it is chosen. */
    int[] continueGreedily(int count) {
        int[] tokens = new int[count];
        for (int i = 0; i < count; i++) {
            tokens[i] = likeliest(logits[0]);
            feed(tokens[i]);
        }
        return tokens;
    }

    float[] logits() {
        return logits[0];
    }

    static int likeliest(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        return best;
    }
}
