using System.Text.Json;
using MdeHunting.Contract;
using MdeHunting.Formats.Documents;

namespace MdeHunting.Formats.Stix;

/// <summary>Reads STIX: what its indicators compare, and what its observable objects are.</summary>
/// <param name="document">The document.</param>
/// <param name="sink">What takes the indicators.</param>
internal sealed class StixReader(JsonDocumentReader document, IIndicatorSink sink)
{
    // What traffic names stands in objects of its own.
    private static readonly HashSet<string> OfNoTable = new(StringComparer.Ordinal) { "artifact", "autonomous-system", "mac-addr", "mutex", "software" };

    /// <summary>Reads the document.</summary>
    public void Read(CancellationToken token) => document.Read(name => name == "objects", Take, static (_, _) => { }, token);

    // What people wrote in an object, https://docs.oasis-open.org/cti/stix/v2.1/stix-v2.1.html#_cqhkqvhnlgfh.
    private static readonly string[] Written = ["description", "abstract", "content", "explanation"];

    private void Take(JsonElement item, int line)
    {
        TakeObject(item, item, line);

        // Of what was observed, the objects stand within it.
        if (item.TryGetProperty("objects", out var observed) && observed.ValueKind == JsonValueKind.Object)
        {
            foreach (var one in observed.EnumerateObject().Where(one => one.Value.ValueKind == JsonValueKind.Object))
            {
                TakeObject(one.Value, item, line);
            }
        }

        foreach (var name in Written)
        {
            if (item.Text(name) is { } text)
            {
                var context = item.Text("name") ?? item.Text("type");
                sink.Take(
                    Common(
                        new StatedIndicator(text, line)
                        {
                            Column = name,
                            IsRemark = true,
                            Context = context,
                        },
                        item
                    )
                );
            }
        }
    }

    private void TakeObject(JsonElement item, JsonElement whole, int line)
    {
        var type = item.Text("type");
        if (type == "indicator")
        {
            TakeIndicator(item, line);
            return;
        }

        var any = false;
        foreach (var (path, value) in Observed(type ?? string.Empty, item))
        {
            var stated = new StatedIndicator(value, line) { Context = $"Observable {type}" };
            if (StixPaths.Of(path) is { } kind)
            {
                any = true;
                sink.Take(Common(stated with { Type = Narrowed(kind, value) }, whole));
            }
            else if (path.IndexOf(":hashes.", StringComparison.Ordinal) > 0)
            {
                any = true;
                sink.Take(Common(stated with { Unread = $"No table has a column for the property {path}." }, whole));
            }
        }

        if (!any && type is not null && OfNoTable.Contains(type))
        {
            var text = item.Text("name") ?? item.Text("value") ?? item.Text("id") ?? type;
            sink.Take(
                Common(new StatedIndicator(text, line) { Unread = $"No table contains observables of the type {type}.", Context = $"Observable {type}" }, whole)
            );
        }
    }

    private void TakeIndicator(JsonElement item, int line)
    {
        var context = item.Text("name") ?? item.Text("description");
        if (item.Text("pattern") is not { } pattern)
        {
            sink.Take(new StatedIndicator(item.Text("id") ?? "indicator", line) { Unread = "The indicator has no pattern.", Context = context });
            return;
        }

        if (item.Text("pattern_type") is { } language && language != "stix")
        {
            sink.Take(
                Common(new StatedIndicator(pattern, line) { Unread = $"The pattern is a rule of {language}, and not one of STIX.", Context = context }, item)
            );
            return;
        }

        StixPattern read;
        try
        {
            read = StixPattern.Parse(pattern);
        }
        catch (FormatException e)
        {
            sink.Take(Common(new StatedIndicator(pattern, line) { Unread = $"The pattern isn't valid: {e.Message}.", Context = context }, item));
            return;
        }

        foreach (var stated in read.Comparisons.SelectMany(comparison => Of(comparison, line)))
        {
            var part = read.IsConjunction ? $"Part of {pattern}" : null;
            sink.Take(
                Common(
                    stated with
                    {
                        Context =
                            context is null ? part
                            : part is null ? context
                            : $"{context}. {part}",
                    },
                    item
                )
            );
        }
    }

    private static IEnumerable<StatedIndicator> Of(StixComparison comparison, int line)
    {
        var type = StixPaths.Of(comparison.Path);
        var why =
            type is null ? $"No table has a column for the property {comparison.Path}."
            : comparison.IsDenied ? "What must not be there can't be looked for."
            : comparison.Sign is "=" or "==" or "IN" or "ISSUBSET" ? null
            : $"The comparison {comparison.Sign} can't be looked for.";
        if (why is not null)
        {
            return [new StatedIndicator($"{comparison.Path} {comparison.Sign} {string.Join(", ", comparison.Values)}".Trim(), line) { Unread = why }];
        }

        return comparison.Values.Select(value => new StatedIndicator(value, line) { Type = Narrowed(type!.Value, value) });
    }

    // The standard has networks where it has addresses, and an account's id is what its system has for one.
    private static MdeIndicatorType? Narrowed(MdeIndicatorType type, string value) =>
        type == MdeIndicatorType.Unknown ? null
        : type == MdeIndicatorType.AccountName ? IndicatorNames.Account(value)
        : type is MdeIndicatorType.IPv4 or MdeIndicatorType.IPv6 && value.IndexOf('/') > 0 ? MdeIndicatorType.Cidr
        : type;

    private static StatedIndicator Common(StatedIndicator stated, JsonElement item) =>
        stated with
        {
            IsOneValue = !stated.IsRemark,
            ValidFrom = item.Moment("valid_from"),
            ValidUntil = item.Moment("valid_until"),
            UnreadUntil = item.Moment("valid_until") is null ? item.Text("valid_until") : null,
            Confidence = item.Number("confidence"),
            Skip = item.Flag("revoked") == true ? MdeIndicatorSkip.Revoked : null,
            Labels =
            [
                .. item.Items("labels")
                    .Concat(item.Items("indicator_types"))
                    .Where(label => label.ValueKind == JsonValueKind.String)
                    .Select(label => label.Decoded()),
            ],
        };

    private static IEnumerable<(string Path, string Value)> Observed(string type, JsonElement item)
    {
        foreach (var property in item.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.String)
            {
                yield return ($"{type}:{property.Name}", property.Value.Decoded());
            }
            else if (property.Name == "hashes" && property.Value.ValueKind == JsonValueKind.Object)
            {
                foreach (var hash in property.Value.EnumerateObject().Where(hash => hash.Value.ValueKind == JsonValueKind.String))
                {
                    yield return ($"{type}:hashes.{hash.Name}", hash.Value.Decoded());
                }
            }
            else if (property.Name == "values" && property.Value.ValueKind == JsonValueKind.Array)
            {
                foreach (var name in property.Value.EnumerateArray().Select(value => value.Text("name")).OfType<string>())
                {
                    yield return ($"{type}:values[*].name", name);
                }
            }
        }
    }
}
