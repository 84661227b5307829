using System.IO.Compression;
using System.Text;
using MdeHunting.Journal;

namespace MdeHunting.Evidence;

/// <summary>Makes a zip archive of a sealed bag, beside it: one folder, named as the archive (RFC 8493, section 4.2).</summary>
internal static class BagArchive
{
    private const int Block = 256 * 1024;

    /// <summary>The archive of a bag.</summary>
    public static string PathOf(string bag) => bag.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar) + ".zip";

    /// <summary>Ends where it cannot be made, before anything is sealed.</summary>
    /// <exception cref="EvidenceException">A file of that name is there.</exception>
    public static void Check(IJournalFiles files, string bag)
    {
        if (files.FileExists(PathOf(bag)))
        {
            throw new EvidenceException(
                EvidenceFailure.EvidenceArchiveExists,
                $"The archive '{PathOf(bag)}' is already there, and isn't overwritten.",
                $"Move it, or remove -Compress. {(BagFolder.IsSealed(files, bag) ? "The bag itself stays sealed." : "The bag isn't sealed.")}"
            )
            {
                Target = PathOf(bag),
            };
        }
    }

    /// <summary>Makes it; it has its name when it is complete.</summary>
    /// <returns>Its path.</returns>
    /// <exception cref="EvidenceException">It cannot be written, or a file of the bag cannot be read.</exception>
    public static string Write(IJournalFiles files, string bag, DateTime now, CancellationToken token)
    {
        var path = PathOf(bag);
        var unfinished = path + JournalFolder.UnfinishedSuffix;
        var isDone = false;
        try
        {
            BagFolder.Guard(
                path,
                () =>
                {
                    using var stream = files.Create(unfinished);
                    using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8))
                    {
                        Fill(archive, files, bag, now, token);
                    }

                    files.Flush(stream);
                },
                bag
            );
            BagFolder.Guard(path, () => files.Move(unfinished, path), bag);
            isDone = true;
            return path;
        }
        finally
        {
            if (!isDone)
            {
                Discard(files, unfinished);
            }
        }
    }

    private static void Fill(ZipArchive archive, IJournalFiles files, string bag, DateTime now, CancellationToken token)
    {
        var top = Path.GetFileName(PathOf(bag).Substring(0, PathOf(bag).Length - 4));
        var buffer = new byte[Block];
        if (files.FolderExists(RecordedResponse.FullPath(bag, BagText.PayloadFolder)))
        {
            // An empty one would have no entry.
            archive.CreateEntry($"{top}/{BagText.Payload}").LastWriteTime = now;
        }

        foreach (var file in BagFolder.AllFiles(files, bag))
        {
            var isCompressed = file.EndsWith(".gz", StringComparison.Ordinal) || file.EndsWith(".br", StringComparison.Ordinal);
            var entry = archive.CreateEntry($"{top}/{file}", isCompressed ? CompressionLevel.NoCompression : CompressionLevel.Fastest);
            entry.LastWriteTime = now;
            using var source = files.Open(RecordedResponse.FullPath(bag, file));
            using var target = entry.Open();
            for (var count = source.Read(buffer, 0, buffer.Length); count > 0; count = source.Read(buffer, 0, buffer.Length))
            {
                token.ThrowIfCancellationRequested();
                target.Write(buffer, 0, count);
            }
        }
    }

    private static void Discard(IJournalFiles files, string unfinished)
    {
        try
        {
            files.Delete(unfinished);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It stays under its temporary name, which says what it is.
        }
    }
}
