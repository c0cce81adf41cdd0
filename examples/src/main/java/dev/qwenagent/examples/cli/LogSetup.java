package dev.qwenagent.examples.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.LoggerFactory;

/**
 * Sets the log up without reading a file, which would cost each start: warnings in one line on standard error. Logback finds
 * it as a service.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {

    private static final String APPENDER = "console";

    /** Made by Logback. */
    public LogSetup() {}

    @Override
    public ExecutionStatus configure(LoggerContext log) {
        attach(log, Level.WARN, "qwen-agent: %msg%n%nopex");
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** From now on tells what the libraries do, with the stack traces of failures. */
    static void tellEverything() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext log) {
            attach(log, Level.INFO, "%-5level %logger{0}: %msg%n%ex");
        }
    }

    private static void attach(LoggerContext log, Level level, String pattern) {
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(log);
        encoder.setPattern(pattern);
        encoder.start();
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setContext(log);
        appender.setName(APPENDER);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        Logger root = log.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.addAppender(appender);
        root.setLevel(level);
    }
}
