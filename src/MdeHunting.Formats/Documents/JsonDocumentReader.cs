using System.Text.Json;
using MdeHunting.Contract;

namespace MdeHunting.Formats.Documents;

/// <summary>Reads a JSON document one object after the other, with the line of each.</summary>
internal sealed class JsonDocumentReader(DocumentBytes document, IndicatorDocument source)
{
    // Deeper than any published document, and less deep than a stack.
    private const int MostDepth = 64;

    private static readonly JsonReaderOptions Options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = MostDepth,
    };

    // Types of objects that STIX has, and MISP has no attributes of.
    private static readonly HashSet<string> StixTypes = new(
        (
            "bundle indicator observed-data domain-name ipv4-addr ipv6-addr email-addr email-message network-traffic windows-registry-key user-account "
            + "x509-certificate autonomous-system mac-addr"
        ).Split(' '),
        StringComparer.Ordinal
    );

    private readonly LineCounter _lines = new(document);

    /// <summary>Where the object begins that is given.</summary>
    public long Start { get; private set; }

    /// <summary>Where the objects are of which a member of that name is true.</summary>
    public JsonRanges ObjectsWith(string flag)
    {
        var ranges = new JsonRanges();
        var open = new Stack<(long Start, bool IsFlagged)>();
        var reader = new Utf8JsonReader(document.Span, Options);
        try
        {
            var isFlag = false;
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    open.Push((reader.TokenStartIndex, false));
                }
                else if (reader.TokenType == JsonTokenType.EndObject)
                {
                    var (start, isFlagged) = open.Pop();
                    ranges.Add(start, reader.TokenStartIndex, isFlagged);
                }
                else if (isFlag && (reader.TokenType == JsonTokenType.True || reader.ValueTextIs("1") || reader.ValueTextIs("true")))
                {
                    open.Push(open.Pop() with { IsFlagged = true });
                }

                isFlag = reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(flag);
            }
        }
        catch (JsonException)
        {
            // The reading of the document says where.
        }

        return ranges;
    }

    /// <summary>Whether the first object of the document, or of its first list, is one of STIX.</summary>
    public static bool HasStixObject(DocumentBytes document)
    {
        var reader = new Utf8JsonReader(document.Span, Options);
        try
        {
            var isType = false;
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    isType = reader.ValueTextEquals("type"u8);
                    if (reader.ValueTextEquals("spec_version"u8))
                    {
                        return true;
                    }

                    if (
                        reader.ValueTextEquals("Event"u8)
                        || reader.ValueTextEquals("Attribute"u8)
                        || reader.ValueTextEquals("response"u8)
                        || reader.ValueTextEquals("to_ids"u8)
                        || reader.ValueTextEquals("category"u8)
                    )
                    {
                        return false;
                    }
                }
                else if (reader.TokenType == JsonTokenType.String && isType)
                {
                    if (StixTypes.Contains(TextAt(ref reader)))
                    {
                        return true;
                    }

                    isType = false;
                }
            }
        }
        catch (JsonException)
        {
            // The reader of the format says where.
        }

        return false;
    }

    /// <summary>
    /// Gives each object that is an item of a list of that name, or of a list that is the document, or the document itself; those within others first come
    /// with them.
    /// </summary>
    /// <param name="lists">The names of the lists whose items are given by themselves.</param>
    /// <param name="take">Takes an object, and its line.</param>
    /// <param name="told">Takes the name and the value of a text that stands outside of those objects.</param>
    /// <param name="token">Ends the reading.</param>
    /// <exception cref="IndicatorException">The document is damaged; what stands ahead of the damage was given.</exception>
    public void Read(Func<string, bool> lists, Action<JsonElement, int> take, Action<string, string> told, CancellationToken token)
    {
        var reader = new Utf8JsonReader(document.Span, Options);
        try
        {
            ReadValue(ref reader, lists, take, told, token);
            if (reader.TokenType == JsonTokenType.None)
            {
                throw Damaged(1, "it's empty", null);
            }
        }
        catch (JsonException e)
        {
            throw Damaged((int)(e.LineNumber ?? 0) + 1, "the JSON isn't valid there", e);
        }
        catch (InvalidOperationException e)
        {
            // The name of a member, of which the library says no more.
            throw Damaged(_lines.At(reader.TokenStartIndex), "a name has half of a surrogate pair", e);
        }
    }

    private void ReadValue(
        ref Utf8JsonReader reader,
        Func<string, bool> lists,
        Action<JsonElement, int> take,
        Action<string, string> told,
        CancellationToken token
    )
    {
        var (name, depth) = (string.Empty, 0);
        while (reader.Read())
        {
            token.ThrowIfCancellationRequested();
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                name = TextAt(ref reader);
            }
            else if (reader.TokenType == JsonTokenType.String)
            {
                told(name, TextAt(ref reader));
            }
            else if (reader.TokenType == JsonTokenType.StartArray && lists(name))
            {
                ReadItems(ref reader, take, token);
            }
            else if (reader.TokenType == JsonTokenType.StartArray && reader.CurrentDepth == 0)
            {
                depth = 1;
            }
            else if (reader.TokenType == JsonTokenType.StartObject && reader.CurrentDepth == depth && !HasLists(reader, lists))
            {
                Take(ref reader, take);
            }

            name = reader.TokenType == JsonTokenType.PropertyName ? name : string.Empty;
        }
    }

    private void ReadItems(ref Utf8JsonReader reader, Action<JsonElement, int> take, CancellationToken token)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            token.ThrowIfCancellationRequested();
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                Take(ref reader, take);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void Take(ref Utf8JsonReader reader, Action<JsonElement, int> take)
    {
        var start = Start = reader.TokenStartIndex;
        using var item = JsonDocument.ParseValue(ref reader);
        take(item.RootElement, _lines.At(start));
    }

    // A text with half of a surrogate pair is the name of no list, and says nothing.
    private static string TextAt(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() ?? string.Empty;
        }
        catch (InvalidOperationException)
        {
            return string.Empty;
        }
    }

    // Whether an object has such a list; it begins where the reader is.
    private static bool HasLists(Utf8JsonReader reader, Func<string, bool> lists)
    {
        var depth = reader.CurrentDepth;
        try
        {
            while (reader.Read() && reader.CurrentDepth > depth)
            {
                if (
                    reader.TokenType == JsonTokenType.PropertyName
                    && lists(TextAt(ref reader))
                    && reader.Read()
                    && reader.TokenType == JsonTokenType.StartArray
                )
                {
                    return true;
                }
            }

            return false;
        }
        catch (JsonException)
        {
            return true;
        }
    }

    private IndicatorException Damaged(int line, string why, Exception? inner) =>
        new(
            IndicatorFailure.IndicatorFileDamaged,
            FormattableString.Invariant($"{source.Called} is damaged in line {line}: {why}."),
            "What's before that was read. Get the file again.",
            inner
        )
        {
            Target = source.Name,
        };
}
