/**
 * Qwen over HTTP: Alibaba Cloud's Model Studio, and any server that speaks OpenAI's chat completions.
 * <p>
 * {@link QwenChatModel} is a LangChain4j model like any other and knows nothing of agents. A request becomes one JSON body; the
 * answer is read as a stream of server-sent events, whose pieces go to the handler as they arrive and are put together to the
 * reply. There is one path: the whole reply of {@link QwenChatModel#blocking()} is the stream, collected.
 *
 * <pre>
 * QwenChatModel      one call: a request, made again while nothing of its reply was told, and a second one where a thinking
 *                    budget has to be held here
 *   RequestJson      the body, checked by ModelStudioRules: MessageJson, ContentJson, ThinkingSwitch
 *   Exchange         one HTTP request: EventStream reads ahead on a thread of its own, ServerSentEvents finds the events
 *   ReplyAssembly    pieces to the reply: ToolCallFragments, ThoughtBudget, SpeechFragments
 *   ServerFailures   what went wrong: ErrorKind decides on the exception, Echo takes out what is ours
 * TextToolCallModel  over such a model, for a server without tool calls: {@code local.chat}'s protocol in plain text
 * </pre>
 *
 * An {@link Endpoint} says where the server is and of which {@link ServerFamily}, that is, how it is told to think; it is said by
 * people and never tried out. A {@link KnownModel} says what a model can take, from the service's own list. Whether trying
 * again may help is said by the type of an exception. A key is a {@link Secret} and appears in the request's header alone.
 * <p>
 * LangChain4j's own OpenAI module is not the base, though it has the same port. As it is, it takes the first call of a chunk
 * and drops the others, joins an id that is repeated to one twice as long, takes a stream that ended early for a complete
 * reply, and makes a call whose arguments were cut off; a stream is cancelled at its next piece and not before. It has no
 * place for sound by address, frames, pixel limits, cache marks and the like, nor for what comes back of them. What would
 * have stayed of it under all this is an HTTP client and the records of a protocol.
 */
@NullMarked
package dev.qwenagent.runtime.remote;

import dev.qwenagent.runtime.cost.ThoughtBudget;
import org.jspecify.annotations.NullMarked;
