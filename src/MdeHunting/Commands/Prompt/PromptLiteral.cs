using System.Management.Automation.Language;
using MdeHunting.Pipeline;

namespace MdeHunting.Commands.Prompt;

/// <summary>A query as it is typed at the prompt: between quotes, in a here-string, or as a word without.</summary>
/// <param name="raw">The literal as it is typed, with its quotes; the last one may be missing.</param>
/// <param name="kind">Its quotes.</param>
internal sealed class PromptLiteral(string raw, StringConstantType kind)
{
    // The line may be long, and the suggestions many.
    private readonly Lazy<ReadLiteral?> _read = new(() => PowerShellLiteral.Read(raw, kind));
    private readonly Dictionary<int, string?> _decoded = [];

    /// <summary>Where the query itself ends: before the closing quote, where there is one.</summary>
    public int End => IsQuoted && _read.Value is { IsClosed: true } ? raw.Length - 1 : raw.Length;

    /// <summary>Whether it has quotes.</summary>
    public bool IsQuoted => kind is not StringConstantType.BareWord;

    private string Closing =>
        kind switch
        {
            StringConstantType.BareWord => string.Empty,
            StringConstantType.SingleQuoted => "'",
            StringConstantType.DoubleQuoted => "\"",
            StringConstantType.SingleQuotedHereString => "\n'@",
            _ => "\n\"@",
        };

    private int Opening =>
        kind switch
        {
            StringConstantType.BareWord => 0,
            StringConstantType.SingleQuoted or StringConstantType.DoubleQuoted => 1,
            _ => raw.IndexOf('\n') is >= 0 and var end ? end + 1 : raw.Length + 1,
        };

    /// <summary>
    /// The query from its beginning to a place of the literal, variables by their names; null where the place is within its quotes or an escape.
    /// </summary>
    public string? Decode(int place)
    {
        if (place < Opening || place > raw.Length)
        {
            return null;
        }

        if (!_decoded.TryGetValue(place, out var decoded))
        {
            decoded =
                place == 0 ? string.Empty
                : PowerShellLiteral.Read(raw.Substring(0, place) + Closing, kind) is { IsClosed: true } read ? read.Value
                : null;
            _decoded.Add(place, decoded);
        }

        return decoded;
    }

    /// <summary>
    /// The literal with a word of it replaced, or a bare word's whole in quotes where it needs them; null where PowerShell would not read the text that is
    /// meant.
    /// </summary>
    /// <param name="place">Where the word ends in the literal.</param>
    /// <param name="length">How long it is in the query.</param>
    /// <param name="text">The text in its place.</param>
    public string? Replace(int place, int length, string text)
    {
        if (!IsQuoted)
        {
            return Meant(place, length, text) is { } meant ? PowerShellLiteral.Argument(meant) : null;
        }

        return Edit(place, length, text) is { } edit ? raw.Substring(0, edit.Start) + edit.Text + raw.Substring(place) : null;
    }

    /// <summary>
    /// What to write from where on up to a place, so that a word of the query is replaced; null where PowerShell would not read the text that is meant.
    /// </summary>
    public (int Start, string Text, string Meant)? Edit(int place, int length, string text)
    {
        if (!IsQuoted || Meant(place, length, text) is not { } meant || Start(place, length) is not { } start)
        {
            return null;
        }

        var written = PowerShellLiteral.Content(text, kind);
        return
            PowerShellLiteral.Read(raw.Substring(0, start) + written + raw.Substring(place), kind) is { } read
            && read.Value == meant
            && read.IsClosed == _read.Value!.IsClosed
            && read.Nested.SequenceEqual(_read.Value.Nested)
            ? (start, written, meant)
            : null;
    }

    // The whole query with the word replaced.
    private string? Meant(int place, int length, string text) =>
        Decode(place) is { } before && before.Length >= length && _read.Value is { } read && read.Value.StartsWith(before, StringComparison.Ordinal)
            ? before.Substring(0, before.Length - length) + text + read.Value.Substring(before.Length)
            : null;

    // Where the word begins in the literal: an escape in it makes it longer there.
    private int? Start(int place, int length)
    {
        var before = Decode(place)!;
        var head = before.Substring(0, before.Length - length);
        for (var start = place - length; start >= Math.Max(Opening, place - (2 * length)); start--)
        {
            if (Decode(start) == head)
            {
                return start;
            }
        }

        return null;
    }
}
