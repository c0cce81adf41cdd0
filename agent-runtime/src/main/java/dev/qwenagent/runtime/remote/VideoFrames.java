package dev.qwenagent.runtime.remote;

import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A video given as pictures. LangChain4j has no content of that kind, so it is a message of pictures that carries the number
 * of frames a second in its attributes: Model Studio is sent one video, a model of any other kind sees pictures, and a stored
 * conversation keeps both.
 */
public final class VideoFrames {

    /** The message's pictures are no frames. */
    static final double NONE = 0;

    /** The attribute of a message whose pictures are frames: how many make a second. */
    private static final String FRAMES_PER_SECOND = "qwen_video_frames_per_second";

    private VideoFrames() {}

    /**
     * A message of frames and what is asked about them.
     *
     * @param frames the pictures in their order, at least 2
     * @param framesPerSecond how many make a second, above 0
     * @param question what is asked
     * @throws IllegalArgumentException if there are too few, or the number is not above 0
     */
    public static UserMessage message(List<Image> frames, double framesPerSecond, String question) {
        if (frames.size() < 2 || !(framesPerSecond > 0)) {
            throw new IllegalArgumentException("a video is 2 frames or more, and more than 0 a second; found "
                    + frames.size() + " frames, " + framesPerSecond + " a second");
        }
        List<Content> contents = new ArrayList<>(frames.stream().map(ImageContent::from).toList());
        contents.add(TextContent.from(question));
        return UserMessage.builder()
                .contents(contents)
                .attributes(Map.of(FRAMES_PER_SECOND, framesPerSecond))
                .build();
    }

    /** How many of a message's pictures make a second; {@link #NONE} if they are pictures. */
    static double perSecond(UserMessage message) {
        return message.attributes().get(FRAMES_PER_SECOND) instanceof Number number ? number.doubleValue() : NONE;
    }
}
