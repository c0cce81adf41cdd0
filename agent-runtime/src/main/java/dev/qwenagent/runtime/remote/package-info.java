/**
 * Qwen over HTTP: Alibaba Cloud's Model Studio, and any server that speaks OpenAI's chat completions.
 * <p>
 * {@link QwenChatModel} is a LangChain4j model like any other and knows nothing of agents. A request becomes one JSON body; the
 * answer is read as a stream of server-sent events, whose pieces go to the handler as they arrive and are put together to the
 * reply. There is one path: the whole reply of {@link QwenChatModel#blocking()} is the stream, collected. An {@link Endpoint}
 * says where the server is and of which {@link ServerFamily}, that is, how it is told to think. Nothing here tries again;
 * whether that may help is said by the type of the exception. A key is a {@link Secret} and appears in the request's header
 * alone.
 */
@NullMarked
package dev.qwenagent.runtime.remote;

import org.jspecify.annotations.NullMarked;
