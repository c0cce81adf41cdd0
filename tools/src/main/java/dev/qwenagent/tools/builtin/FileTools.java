package dev.qwenagent.tools.builtin;

import dev.langchain4j.agent.tool.Tool;
import dev.qwenagent.api.label.Label.Confidentiality;
import dev.qwenagent.tools.ClearedFor;
import dev.qwenagent.tools.Idempotent;
import dev.qwenagent.tools.RequiresScope;
import dev.qwenagent.tools.ResourceResolver;
import dev.qwenagent.tools.RunsAlone;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * Text files in a {@link Workspace}. Scopes {@code file.list}, {@code file.read} and {@code file.write}, each with the
 * absolute path; that of a list is the folder, and the list shows the names of what is below it. Thread-safe;
 * two writes of one file at once leave one of the two, whole.
 */
@ClearedFor(Confidentiality.CONFIDENTIAL)
public final class FileTools implements ResourceResolver<WorkspacePath> {

    private final Workspace workspace;
    private final FileLimits limits;

    /** File tools with the limits of {@link FileLimits#DEFAULT}. */
    public FileTools(Workspace workspace) {
        this(workspace, FileLimits.DEFAULT);
    }

    /** File tools with limits of one's own. */
    public FileTools(Workspace workspace, FileLimits limits) {
        this.workspace = workspace;
        this.limits = limits;
    }

    @Override
    public Class<WorkspacePath> resourceType() {
        return WorkspacePath.class;
    }

    @Override
    public WorkspacePath resolve(String text) {
        return workspace.resolve(text);
    }

    /** The files below a folder, by their paths from the root, sorted and in one line. */
    @Tool(name = "list_files", value = "List the files in a folder")
    @Idempotent
    @RequiresScope(value = "file.list", resource = "{path}")
    public String list(WorkspacePath path) throws IOException, InterruptedException {
        List<String> files;
        try {
            files = FileList.of(path);
        } catch (FileSystemException e) {
            throw explained(e, path, "folder");
        }
        if (files.isEmpty()) {
            return "no files";
        }
        int more = files.size() - limits.listedFiles();
        String shown = String.join(", ", files.subList(0, Math.min(files.size(), limits.listedFiles())));
        return more > 0 ? shown + ", … and " + more + " more" : shown;
    }

    /** The text of a file in UTF-8, or in UTF-16 with its byte order mark. */
    @Tool(name = "read_file", value = "Read a text file")
    @Idempotent
    @RequiresScope(value = "file.read", resource = "{path}")
    public String read(WorkspacePath path) throws IOException {
        refuseRoot(path);
        try (Folder folder = FolderWalk.open(path.root(), parent(path))) {
            Path name = path.relative().getFileName();
            BasicFileAttributes attributes = folder.attributes(name);
            if (attributes.isDirectory()) {
                throw new IOException(path + " is a folder; list it with list_files");
            }
            if (!attributes.isRegularFile()) {
                throw new IOException(path + " is not a regular file");
            }
            try (SeekableByteChannel channel = folder.read(name)) {
                return TextDecoder.decode(content(channel, path));
            }
        } catch (CharacterCodingException e) {
            throw new IOException(path + " is not a text file in UTF-8 or UTF-16", e);
        } catch (FileSystemException e) {
            throw explained(e, path, "file");
        }
    }

    /** Writes a file in UTF-8, in the place of what was there; folders that there are not are made. */
    @Tool(name = "write_file", value = "Write text to a file")
    @RunsAlone
    @RequiresScope(value = "file.write", resource = "{path}")
    public String write(WorkspacePath path, String text) throws IOException {
        refuseRoot(path);
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        if (content.length > limits.writeBytes()) {
            throw new IOException("the text has " + content.length + " bytes, more than the " + limits.writeBytes()
                    + " that can be written");
        }
        try (Folder folder = FolderWalk.openOrCreate(path.root(), parent(path))) {
            Path name = path.relative().getFileName();
            refuseFolder(folder, name, path);
            folder.replace(name, content);
        } catch (FileSystemException e) {
            throw explained(e, path, "folder");
        }
        return content.length == 1 ? "wrote 1 byte" : "wrote " + content.length + " bytes";
    }

    private byte[] content(SeekableByteChannel channel, WorkspacePath path) throws IOException {
        // Read to the end whatever the size says: some files have more, such as those of /proc.
        byte[] bytes = Channels.newInputStream(channel).readNBytes(limits.readBytes() + 1);
        if (bytes.length > limits.readBytes()) {
            throw new IOException(path + " has " + Math.max(bytes.length, channel.size()) + " bytes, more than the "
                    + limits.readBytes() + " that can be read");
        }
        return bytes;
    }

    private static void refuseRoot(WorkspacePath path) throws IOException {
        if (path.isRoot()) {
            throw new IOException(". is a folder; name a file in it");
        }
    }

    private static void refuseFolder(Folder folder, Path name, WorkspacePath path) throws IOException {
        try {
            if (folder.attributes(name).isDirectory()) {
                throw new IOException(path + " is a folder; name a file in it");
            }
        } catch (NoSuchFileException e) {
            // The usual case: a new file.
        }
    }

    private static Path parent(WorkspacePath path) {
        Path parent = path.relative().getParent();
        return parent == null ? Path.of("") : parent;
    }

    private static IOException explained(FileSystemException e, WorkspacePath path, String kind) {
        String message = switch (e) {
            case NoSuchFileException _ -> "there is no " + kind + " " + path;
            case AccessDeniedException _ -> "access to " + path + " is denied by the operating system";
            case NotDirectoryException _ -> "a part of " + path + " is a file, not a folder";
            default ->
                path + " cannot be used: " + (e.getReason() == null ? "it is not what was judged" : e.getReason());
        };
        return new IOException(message, e);
    }
}
