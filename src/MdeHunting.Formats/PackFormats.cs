using MdeHunting.Contract;
using MdeHunting.Formats.Packs;

namespace MdeHunting.Formats;

/// <summary>Reads packs of queries, each by the reader of its syntax.</summary>
internal sealed class PackFormats : IPackFormats
{
    /// <inheritdoc/>
    public PackContent Read(PackDocument document, CancellationToken token) =>
        document.Syntax switch
        {
            PackSyntax.Markdown => MarkdownPackReader.Read(document, token),
            PackSyntax.Yaml => YamlPackReader.Read(document, token),
            PackSyntax.Json => JsonPackReader.Read(document, token),
            _ => throw new ArgumentOutOfRangeException(nameof(document)),
        };
}
