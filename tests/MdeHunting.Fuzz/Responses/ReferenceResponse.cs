using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using MdeHunting.Contract;

namespace MdeHunting.Fuzz.Responses;

/// <summary>
/// The rows of a response as a reader finds them who takes the whole document into memory and looks for each name anew: slow, and easy to see through.
/// </summary>
internal static partial class ReferenceResponse
{
    private const string TypeSuffix = "@odata.type";

    /// <summary>The rows, in the text of <see cref="RowText"/>; null where it is no response.</summary>
    public static IReadOnlyList<string>? Of(byte[] body, MdeApi api)
    {
        try
        {
            if (!Utf8.IsValid(body))
            {
                return null;
            }

            var bytes = body.AsMemory(body.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0);
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 1_003 });
            return Rows(document.RootElement, api is MdeApi.Graph);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static List<string>? Rows(JsonElement root, bool isGraph)
    {
        if (root.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        var members = Members(root);
        var schemas = members.Where(m => Same(m.Name, "schema")).ToArray();
        var results = members.Where(m => Same(m.Name, "results")).ToArray();
        if (
            members.Any(m => Same(m.Name, "error") && m.Value.ValueKind is not JsonValueKind.Null)
            || schemas is not [{ Value.ValueKind: JsonValueKind.Array } schema]
            || results is not [{ Value.ValueKind: JsonValueKind.Array } result]
            || schema.Value.EnumerateArray().Any(c => c.ValueKind is not JsonValueKind.Object)
            || result.Value.EnumerateArray().Any(r => r.ValueKind is not JsonValueKind.Object)
        )
        {
            return null;
        }

        var columns = schema.Value.EnumerateArray().Select(Column).ToArray();
        return columns.Any(c => c is null) ? null : Rows(result.Value, MdeHuntingColumn.Settle(columns!), isGraph);
    }

    private static List<string> Rows(JsonElement rows, MdeHuntingColumn[] columns, bool isGraph) =>
        [.. rows.EnumerateArray().Select(row => Row(row, columns, isGraph))];

    private static MdeHuntingColumn? Column(JsonElement column)
    {
        var members = Members(column);
        var name = members.LastOrDefault(m => Same(m.Name, "name")).Value;
        var type = members.LastOrDefault(m => Same(m.Name, "type")).Value;
        return name.ValueKind is JsonValueKind.String
            ? new MdeHuntingColumn(Text(name), type.ValueKind is JsonValueKind.String ? Text(type) : string.Empty)
            : null;
    }

    private static string Row(JsonElement row, MdeHuntingColumn[] columns, bool isGraph)
    {
        var cells = new object?[columns.Length];
        var filled = new bool[columns.Length];
        foreach (var (name, value) in Members(row))
        {
            var place = Enumerable
                .Range(0, columns.Length)
                .Where(i => !filled[i])
                .OrderBy(i => columns[i].Name != name)
                .FirstOrDefault(i => Same(columns[i].Name, name), -1);
            if (place >= 0)
            {
                filled[place] = true;
                cells[place] = Cell(columns[place].Kind, value, isGraph);
            }
        }

        return RowText.Object(columns.Select((column, i) => (column.PropertyName, column.Name, cells[i])));
    }

    private static object? Cell(ColumnKind kind, JsonElement value, bool isGraph)
    {
        var number = value.ValueKind is JsonValueKind.Number ? value.GetRawText() : null;
        var text = value.ValueKind is JsonValueKind.String ? Text(value) : null;
        object? typed = kind switch
        {
            ColumnKind.String => text,
            ColumnKind.DateTime when text is not null => Time(text),
            ColumnKind.Int64 when number is not null => value.TryGetInt64(out var whole) ? whole : null,
            ColumnKind.Int32 when number is not null => value.TryGetInt32(out var whole) ? whole : null,
            ColumnKind.Boolean => value.ValueKind switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                JsonValueKind.Number => value.TryGetInt32(out var flag) && flag is 0 or 1 ? flag == 1 : null,
                _ => null,
            },
            ColumnKind.Double when number is not null => double.Parse(number, CultureInfo.InvariantCulture) is var real
            && (double.IsInfinity(real) || (real == 0 && number.Split('e', 'E')[0].Any(c => c is >= '1' and <= '9')))
                ? null
                : real,
            ColumnKind.Double => text switch
            {
                "NaN" => double.NaN,
                "Infinity" => double.PositiveInfinity,
                "-Infinity" => double.NegativeInfinity,
                _ => null,
            },
            ColumnKind.Decimal when number is not null => ReferenceNumber.Decimal(number),
            ColumnKind.Guid when text is not null && text.Length == 36 => Guid.TryParseExact(text, "D", out var id) && IdForm().IsMatch(text) ? id : null,
            ColumnKind.TimeSpan when text is not null => Utf8Parser.TryParse(Encoding.UTF8.GetBytes(text), out TimeSpan span, out var used, 'c')
            && used == Encoding.UTF8.GetByteCount(text)
                ? span
                : null,
            _ => null,
        };
        if (typed is not null)
        {
            return typed;
        }

        var dynamic = Dynamic(value, isGraph);
        return kind is not (ColumnKind.Dynamic or ColumnKind.Unknown) && dynamic is RowText.Members { All.Count: 0 } ? null : dynamic;
    }

    private static object? Dynamic(JsonElement value, bool isGraph) =>
        value.ValueKind switch
        {
            JsonValueKind.String => Text(value),
            JsonValueKind.Number => ReferenceNumber.Of(value.GetRawText()),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Array => value.EnumerateArray().Select(item => Dynamic(item, isGraph)).ToArray(),
            JsonValueKind.Object => Object(value, isGraph),
            _ => null,
        };

    private static RowText.Members Object(JsonElement value, bool isGraph)
    {
        var members = Members(value);
        if (isGraph)
        {
            var left = new HashSet<string>(StringComparer.Ordinal);
            members = [.. members.Where(m => !(IsAnnotation(m.Name, m.Value, members) && left.Add(m.Name)))];
        }

        var settled = PropertyNames.Settle([.. members.Select(m => m.Name)]);
        return new RowText.Members([.. members.Select((m, i) => (settled[i], m.Name, Dynamic(m.Value, isGraph)))]);
    }

    private static bool IsAnnotation(string name, JsonElement value, (string Name, JsonElement Value)[] members) =>
        name.EndsWith(TypeSuffix, StringComparison.Ordinal)
        && value.ValueKind is JsonValueKind.String
        && Text(value) is { Length: <= 256 } type
        && TypeForm().IsMatch(type)
        && (
            name == TypeSuffix
                ? ObjectTypeForm().IsMatch(type)
                : members.Where(m => m.Name == name[..^TypeSuffix.Length]).Select(m => Fits(type, m.Value)).FirstOrDefault()
        );

    // Of the types that the fuzzer writes.
    private static bool Fits(string type, JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Array => type.StartsWith("#Collection(", StringComparison.Ordinal),
            JsonValueKind.Object => ObjectTypeForm().IsMatch(type),
            JsonValueKind.Number => type == "#Int64" && ReferenceNumber.Of(value.GetRawText()) is long,
            _ => false,
        };

    private static object? Time(string text)
    {
        var match = TimeForm().Match(text);
        if (
            !match.Success
            || !DateTime.TryParseExact(
                match.Groups[1].Value.ToUpperInvariant(),
                "yyyy-MM-dd'T'HH:mm:ss",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var time
            )
        )
        {
            return null;
        }

        var fraction = match.Groups[2].Value.PadRight(7, '0');
        if (fraction[7..].Trim('0').Length > 0)
        {
            return null;
        }

        var zone = match.Groups[3].Value;
        var offset = zone.Length == 6 ? TimeSpan.ParseExact(zone[1..], @"hh\:mm", CultureInfo.InvariantCulture) : TimeSpan.Zero;
        var ticks = time.Ticks + long.Parse(fraction[..7], CultureInfo.InvariantCulture) - (zone.StartsWith('-') ? -offset.Ticks : offset.Ticks);
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? new DateTime(ticks, DateTimeKind.Utc) : null;
    }

    private static (string Name, JsonElement Value)[] Members(JsonElement value) =>
        [.. value.EnumerateObject().Select(m => (Decode(JsonMarshal.GetRawUtf8PropertyName(m)), m.Value))];

    private static string Text(JsonElement value) => Decode(JsonMarshal.GetRawUtf8Value(value)[1..^1]);

    private static string Decode(ReadOnlySpan<byte> raw) =>
        Escape()
            .Replace(
                Encoding.UTF8.GetString(raw),
                match =>
                    match.Value[1] switch
                    {
                        'u' => ((char)ushort.Parse(match.ValueSpan[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToString(),
                        'n' => "\n",
                        'r' => "\r",
                        't' => "\t",
                        'b' => "\b",
                        'f' => "\f",
                        var other => other.ToString(),
                    }
            );

    private static bool Same(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"\\(u[0-9a-fA-F]{4}|[^u])", RegexOptions.Singleline)]
    private static partial Regex Escape();

    [GeneratedRegex("^#[a-zA-Z0-9._()]+\\z")]
    private static partial Regex TypeForm();

    [GeneratedRegex(@"^#[^.(]+\.[^(]*\z")]
    private static partial Regex ObjectTypeForm();

    [GeneratedRegex("^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\z")]
    private static partial Regex IdForm();

    [GeneratedRegex(@"^([0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]+))?([Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])?\z")]
    private static partial Regex TimeForm();
}
