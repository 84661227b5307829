using System.Text.Json;
using MdeHunting.Contract;
using MdeHunting.Formats.Documents;

namespace MdeHunting.Formats.Misp;

/// <summary>Reads a warning list of MISP, https://github.com/MISP/misp-warninglists#format-of-a-warning-list.</summary>
/// <param name="name">What messages call the document.</param>
internal sealed class WarningListReader(string name)
{
    private static readonly JsonDocumentOptions Options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Reads the list.</summary>
    /// <exception cref="IndicatorException">It is damaged, or none.</exception>
    public StatedWarningList Read(DocumentBytes bytes)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(bytes.Buffer.AsMemory(bytes.Start, bytes.Length), Options);
        }
        catch (JsonException e)
        {
            throw new IndicatorException(
                IndicatorFailure.IndicatorFileDamaged,
                FormattableString.Invariant($"The warning list '{name}' is damaged in line {(e.LineNumber ?? 0) + 1}: the JSON isn't valid there."),
                "Get the file again. The other lists are used.",
                e
            )
            {
                Target = name,
            };
        }

        using (document)
        {
            return Of(document.RootElement);
        }
    }

    private StatedWarningList Of(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Object || !list.TryGetProperty("list", out var entries) || entries.ValueKind != JsonValueKind.Array)
        {
            throw Invalid("it has no list");
        }

        // A list without a type is one of whole values.
        var type = list.Text("type") ?? nameof(WarningListKind.String);
        if (!Enum.TryParse<WarningListKind>(type, ignoreCase: true, out var kind) || int.TryParse(type, out _))
        {
            throw Invalid($"its type is '{type}', and string, substring, hostname, cidr and regex are known");
        }

        string[] texts = [.. entries.EnumerateArray().Select(entry => entry.ValueKind == JsonValueKind.String ? entry.Decoded().Trim() : string.Empty)];
        return Array.FindIndex(texts, text => text.Length == 0) is >= 0 and var empty
            ? throw Invalid(FormattableString.Invariant($"entry {empty + 1} of its list isn't a string, or is empty"))
            : new StatedWarningList(list.Text("name") ?? name, kind, Types(list), texts);
    }

    private IReadOnlyList<MdeIndicatorType>? Types(JsonElement list)
    {
        if (!list.TryGetProperty("matching_attributes", out var attributes) || attributes.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (attributes.ValueKind != JsonValueKind.Array)
        {
            throw Invalid("its matching_attributes aren't a list");
        }

        string[] names = [.. attributes.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.Decoded())];
        return names.Length == 0 ? null : MispTypes.Matching(names);
    }

    private IndicatorException Invalid(string why) =>
        new(
            IndicatorFailure.WarningListInvalid,
            $"'{name}' isn't used as a warning list: {why}.",
            "Specify files as the MISP project publishes them in misp-warninglists. The other lists are used."
        )
        {
            Target = name,
        };
}
