using System.Text.Json;
using MdeHunting.Contract;
using MdeHunting.Formats.Documents;

namespace MdeHunting.Formats.Misp;

/// <summary>Reads MISP's attributes, those of its objects too.</summary>
/// <param name="document">The document.</param>
/// <param name="sink">What takes the indicators.</param>
internal sealed class MispReader(JsonDocumentReader document, IIndicatorSink sink)
{
    // An object that is deleted has its attributes deleted, and says so behind them too.
    private readonly Lazy<JsonRanges> _deleted = new(() => document.ObjectsWith("deleted"));

    private string? _event;
    private int _attributes;
    private int _others;

    /// <summary>Whether there were objects, and none of them was an attribute.</summary>
    public bool HasOnlyOthers => _others > 0 && _attributes == 0;

    /// <summary>Reads the document.</summary>
    public void Read(CancellationToken token) =>
        document.Read(name => name is "Attribute" or "ShadowAttribute", Take, (name, text) => _event = name == "info" ? text : _event, token);

    private void Take(JsonElement item, int line)
    {
        if (item.Text("type") is not { } type || item.Text("value") is not { } value)
        {
            _others++;
            sink.Take(new StatedIndicator(item.GetRawText(), line) { Unread = "It has no type and value as an attribute of MISP has them." });
            return;
        }

        _attributes++;
        var stated = new StatedIndicator(value, line)
        {
            IsOneValue = true,
            Context = string.Join(". ", new[] { _event, item.Text("comment") }.OfType<string>()) is { Length: > 0 } context ? context : null,
            Skip =
                item.Flag("deleted") == true || _deleted.Value.Contain(document.Start) ? MdeIndicatorSkip.Revoked
                : item.Flag("to_ids") == false || item.TryGetProperty("old_id", out _) ? MdeIndicatorSkip.NotForDetection
                : null,
            Labels = [.. item.Items("Tag").Select(tag => tag.Text("name")).OfType<string>()],
        };
        if (MispTypes.Of(type, value) is not { } values)
        {
            sink.Take(stated with { Unread = $"No table contains attributes of the type {type}." });
            return;
        }

        foreach (var (text, kind, unread) in values)
        {
            sink.Take(
                stated with
                {
                    Text = text,
                    Type = kind,
                    Unread = unread,
                    Context = kind == MdeIndicatorType.RegistryValue ? CompositeValue.ContextOf(stated.Context, value) : stated.Context,
                }
            );
        }

        if (item.Text("comment") is { } comment)
        {
            sink.Take(stated with { Text = comment, Column = "comment", IsRemark = true });
        }
    }
}
