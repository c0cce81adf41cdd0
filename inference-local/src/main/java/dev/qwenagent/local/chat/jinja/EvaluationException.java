package dev.qwenagent.local.chat.jinja;

/** A failed operation on values; {@link Renderer} adds the line and makes it a {@link TemplateException}. */
final class EvaluationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EvaluationException(String message) {
        super(message, null, false, false);
    }
}
