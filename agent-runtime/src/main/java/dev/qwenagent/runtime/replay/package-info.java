/**
 * What was recorded of a run, looked at again: repeated offline ({@link dev.qwenagent.runtime.replay.Replay}), gone on with in
 * another way ({@link dev.qwenagent.runtime.replay.Fork}), and compared with another run
 * ({@link dev.qwenagent.runtime.replay.RunDiff}).
 *
 * <p>A replay runs the real loop, planner, gate, guardrails and tool binding; only the edges are replaced, and the loop does not
 * know it: a model that says what was recorded, tools whose results are those of the journal, an approver that gives the answers of
 * then, a clock that shows the times of then, and pauses that take no time. What was recorded and what the replay did become
 * {@linkplain dev.qwenagent.runtime.replay.RunStep steps} and are compared turn by turn.
 *
 * <p>Left out of the comparison, since it cannot be equal or was not written down: times and durations, until when an answer
 * counts, the number of a question, in how many pieces a thought or a text arrived, what a failed request had streamed, and how
 * far a tool said it was. What a process did of a request or a call that it did not live to see the end of is left out as well,
 * where another process went on.
 */
@NullMarked
package dev.qwenagent.runtime.replay;

import org.jspecify.annotations.NullMarked;
