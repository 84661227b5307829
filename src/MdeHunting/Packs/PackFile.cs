using MdeHunting.Contract;
using MdeHunting.Isolation;
using MdeHunting.Journal;
using MdeHunting.Kql;
using MdeHunting.Text;

namespace MdeHunting.Packs;

/// <summary>Reads the queries of one file, whose bytes come from a folder or from an archive.</summary>
internal static class PackFile
{
    /// <summary>How many bytes a file of queries may have.</summary>
    public const int MostBytes = 8 * 1024 * 1024;

    /// <summary>Reads all bytes; null where there are more than a file of queries has. A header's word for its length is not taken.</summary>
    public static byte[]? ReadAll(Stream content, CancellationToken token)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (var read = content.Read(buffer, 0, buffer.Length); read > 0; read = content.Read(buffer, 0, buffer.Length))
        {
            token.ThrowIfCancellationRequested();
            if (bytes.Length + read > MostBytes)
            {
                return null;
            }

            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }

    /// <summary>Reads the queries.</summary>
    /// <param name="bytes">The file's bytes; null where there are too many.</param>
    /// <param name="path">Its full path.</param>
    /// <param name="syntax">What it is.</param>
    /// <param name="token">Ends the reading.</param>
    public static PackReading Read(byte[]? bytes, string path, PackSyntax syntax, CancellationToken token)
    {
        if (bytes is null)
        {
            return Failed(
                path,
                PackFailure.PackUnreadable,
                FormattableString.Invariant($"'{path}' is larger than {MostBytes / 1024 / 1024} MB, so it isn't a pack of queries."),
                "Divide it, or leave it out.",
                null
            );
        }

        if (TextEncoding.Read(bytes) is not { } text)
        {
            return Failed(
                path,
                PackFailure.PackUnreadable,
                $"'{path}' isn't text in UTF-8 or UTF-16.",
                "Save it as UTF-8: in another encoding, such as Windows-1252, characters of a query could be mistaken.",
                null
            );
        }

        // What fails to load is no fault of a file.
        var formats = FormatsLoader.Packs;
        try
        {
            return Of(text, path, syntax, formats, token);
        }
        catch (PackException e)
        {
            return new PackReading(path, []) { Failure = e };
        }
        catch (Exception e) when (InputFile.IsOfContent(e))
        {
            return Damaged(path, e);
        }
    }

    /// <summary>What no reader foresaw: it ends the reading of this file alone.</summary>
    public static PackReading Damaged(string path, Exception e) =>
        Failed(path, PackFailure.PackDamaged, $"'{path}' can't be read: {e.Message}", "Correct the file, or leave it out.", e);

    /// <summary>Why a file is not read.</summary>
    public static PackReading Failed(string path, PackFailure failure, string what, string nextStep, Exception? inner) =>
        new(path, []) { Failure = new PackException(failure, what, nextStep, inner) { Target = path } };

    private static PackReading Of(string text, string path, PackSyntax syntax, IPackFormats formats, CancellationToken token)
    {
        var content =
            syntax == PackSyntax.Text
                ? new PackContent(TextQueries.Of(text))
                {
                    What = new SourceText(text).Significant.Count == 0 ? "empty but for comments" : "text that isn't KQL",
                }
                : formats.Read(new PackDocument(text, path, syntax), token);
        var name = Path.GetFileNameWithoutExtension(path.TrimEnd('"'));
        var stated = content
            .Queries.SelectMany(query => query.Format is MdePackFormat.Markdown or MdePackFormat.Json ? TextQueries.Of(query) : [query])
            .ToArray();
        var isText = syntax == PackSyntax.Text;
        var queries = new List<MdePackQuery>();
        var skipped = new List<string>(content.Skipped);
        foreach (var query in stated)
        {
            token.ThrowIfCancellationRequested();
            var fallback = stated.Length == 1 || !isText ? name : FormattableString.Invariant($"{name} ({queries.Count + 1})");

            // A text file may be anything: prose, a list of addresses.
            if (PackQueries.Of(query, path, fallback, out var fault) is { } made && (!isText || IsQuery(query)))
            {
                queries.Add(made);
            }
            else if (!query.MayBeText)
            {
                skipped.Add(FormattableString.Invariant($"line {query.Line}: {fault ?? "it isn't KQL"}"));
            }
        }

        return new PackReading(path, queries) { Skipped = skipped, What = content.What };
    }

    private static bool IsQuery(StatedQuery query) => QueryLikeness.Fault(query.Text, "kql") is null;
}
