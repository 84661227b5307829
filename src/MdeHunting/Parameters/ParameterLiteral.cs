using System.Globalization;
using MdeHunting.Contract;
using MdeHunting.Kql.Time;
using MdeHunting.Kql.Writing;

namespace MdeHunting.Parameters;

/// <summary>Writes the value of a parameter as one literal of a query, or as one <c>datatable</c>.</summary>
/// <param name="name">The parameter's name.</param>
/// <param name="zone">The zone of a time that is text without an offset.</param>
internal sealed class ParameterLiteral(string name, TimeZoneInfo zone)
{
    // The one column of a list whose values a dynamic value would turn into strings.
    private const string ValueColumn = "Value";

    private static readonly KqlText ListColumn = KqlWriter.Name(ValueColumn);

    private readonly ValuePlace _place = new(name, $"-Parameter '{name}'");

    /// <summary>The columns of what is written for a value by its own type; none where that is no table.</summary>
    public static IReadOnlyList<string> ColumnsOf(ParameterValue value) =>
        value switch
        {
            ParameterValue.Table table => table.Columns,
            ParameterValue.List list when list.Items.Any(IsLostInDynamic) => [ValueColumn],
            _ => [],
        };

    /// <summary>A value by its own type.</summary>
    /// <exception cref="HuntingException">A query has no value for it.</exception>
    public KqlText Write(ParameterValue value) =>
        value switch
        {
            ParameterValue.Null => Dynamic(value),
            ParameterValue.Secret secret => KqlWriter.Hidden(secret.Text),
            ParameterValue.Scalar single => Scalar(single.Kind, single.Value),
            ParameterValue.Table table => Table(table),
            ParameterValue.List list when list.Items.Any(IsLostInDynamic) => TypedList(list),
            _ => Dynamic(value),
        };

    /// <summary>A value as the type that the query declares.</summary>
    /// <exception cref="HuntingException">It is no value of that type.</exception>
    public KqlText Write(ParameterValue value, ColumnKind type) =>
        value switch
        {
            ParameterValue.Null when type == ColumnKind.String => throw NoString(_place),
            ParameterValue.Null when type != ColumnKind.Dynamic => KqlWriter.Null(type),
            ParameterValue.Secret when type == ColumnKind.String => Write(value),
            _ when type == ColumnKind.Dynamic => DeclaredDynamic(value),
            ParameterValue.Scalar single when Convert(single, type) is { } converted => Scalar(type, converted),
            _ => throw NotOf(value, type),
        };

    private KqlText DeclaredDynamic(ParameterValue value) =>
        value switch
        {
            ParameterValue.Secret => throw NotOf(value, ColumnKind.Dynamic),
            ParameterValue.Table table => Dynamic(
                new ParameterValue.List([
                    .. table.Rows.Select(row => new ParameterValue.Bag([
                        .. table.Columns.Select((column, place) => new KeyValuePair<string, ParameterValue>(column, row[place])),
                    ])),
                ])
            ),
            ParameterValue.List list when list.Items.FirstOrDefault(IsLostInDynamic) is ParameterValue.Scalar lost => throw LostInDynamic(lost.Kind),
            ParameterValue.Scalar lost when IsLostInDynamic(lost) => throw LostInDynamic(lost.Kind),
            _ => Dynamic(value),
        };

    private KqlText Dynamic(ParameterValue value) => KqlWriter.Dynamic(Plain(value, _place));

    private static object? Plain(ParameterValue value, ValuePlace place) =>
        value switch
        {
            ParameterValue.Scalar { Kind: ColumnKind.Guid } id => ((Guid)id.Value).ToString("D", CultureInfo.InvariantCulture),
            ParameterValue.Scalar { Kind: ColumnKind.Decimal } => throw place.Fault(
                "is a [decimal] within a dynamic value, which can't contain one.",
                "Specify it as a [double] or as a string."
            ),
            ParameterValue.Scalar { Value: double number } when double.IsNaN(number) || double.IsInfinity(number) => throw place.Fault(
                FormattableString.Invariant($"is {number} within a dynamic value, which can't contain that number."),
                "Specify a number or $null, or the number as a parameter of its own."
            ),
            ParameterValue.Scalar single => single.Value,
            ParameterValue.List list => list.Items.Select((item, index) => Plain(item, place.At(FormattableString.Invariant($"[{index}]")))).ToArray(),
            ParameterValue.Bag bag => bag.Entries.ToDictionary(entry => entry.Key, entry => Plain(entry.Value, place.At($".{entry.Key}"))),
            _ => null,
        };

    private static bool IsLostInDynamic(ParameterValue value) =>
        value is ParameterValue.Scalar { Kind: ColumnKind.DateTime or ColumnKind.TimeSpan or ColumnKind.Guid or ColumnKind.Decimal };

    private KqlText TypedList(ParameterValue.List list)
    {
        var kinds = list.Items.Select(item => (item as ParameterValue.Scalar)?.Kind).ToArray();
        var kind = kinds.First(found => found is not null)!.Value;
        if (list.Items.Any(item => item is not ParameterValue.Null && (item as ParameterValue.Scalar)?.Kind != kind))
        {
            throw _place.Fault(
                $"has values of several types, {Listed(kinds.Select(KindName).Distinct())}, and within one list those would be compared as strings.",
                "Specify values of one type, or a parameter for each type."
            );
        }

        var values = KqlText.Join(KqlText.Of($","), list.Items.Select(item => Cell(item, kind)));
        return KqlText.Of($"datatable({ListColumn}:{KqlWriter.Type(kind)})[{values}]");
    }

    private KqlText Table(ParameterValue.Table table)
    {
        var kinds = table.Columns.Select((column, place) => ColumnType(column, table.Rows.Select(row => row[place]))).ToArray();
        var columns = table.Columns.Select((column, place) => KqlText.Of($"{KqlWriter.Name(column)}:{KqlWriter.Type(kinds[place])}"));
        var cells = table.Rows.SelectMany(
            (row, number) =>
                row.Select(
                    (cell, place) =>
                        cell is ParameterValue.Null && kinds[place] == ColumnKind.String
                            ? throw NoString(_place.At(FormattableString.Invariant($"[{number}].{table.Columns[place]}")))
                            : Cell(cell, kinds[place])
                )
        );
        return KqlText.Of($"datatable({KqlText.Join(KqlText.Of($","), columns)})[{KqlText.Join(KqlText.Of($","), cells)}]");
    }

    private KqlText Cell(ParameterValue cell, ColumnKind kind) =>
        cell switch
        {
            ParameterValue.Null when kind != ColumnKind.Dynamic => KqlWriter.Null(kind),
            ParameterValue.Scalar single when kind != ColumnKind.Dynamic => Scalar(kind, Convert(single, kind)!),
            _ => Dynamic(cell),
        };

    private static HuntingException NoString(ValuePlace place) =>
        place.Fault("is $null, and a string in KQL is never null.", "Specify a string, which may be empty.");

    private ColumnKind ColumnType(string column, IEnumerable<ParameterValue> cells)
    {
        var kinds = cells.Where(cell => cell is not ParameterValue.Null).Select(cell => (cell as ParameterValue.Scalar)?.Kind).Distinct().ToArray();
        return kinds switch
        {
            [] => ColumnKind.Dynamic,
            [{ } kind] => kind,
            _ when Array.TrueForAll(kinds, kind => kind is ColumnKind.Int32 or ColumnKind.Int64) => ColumnKind.Int64,
            _ when Array.TrueForAll(kinds, kind => kind is ColumnKind.Int32 or ColumnKind.Int64 or ColumnKind.Decimal) => ColumnKind.Decimal,
            _ when Array.TrueForAll(kinds, kind => kind is ColumnKind.Int32 or ColumnKind.Double) => ColumnKind.Double,
            _ when Array.Exists(kinds, kind => kind is ColumnKind.DateTime or ColumnKind.TimeSpan or ColumnKind.Guid or ColumnKind.Decimal) => throw _place
                .At($".{column}")
                .Fault(
                    $"has values of several types, {Listed(kinds.Select(KindName).Distinct())}.",
                    "Specify objects whose property has one type in all of them."
                ),
            _ => ColumnKind.Dynamic,
        };
    }

    private static KqlText Scalar(ColumnKind kind, object value) =>
        kind switch
        {
            ColumnKind.String => KqlWriter.Value((string)value),
            ColumnKind.Boolean => KqlWriter.Value((bool)value),
            ColumnKind.Int32 => KqlWriter.Value((int)value),
            ColumnKind.Int64 => KqlWriter.Value((long)value),
            ColumnKind.Double => KqlWriter.Value((double)value),
            ColumnKind.Decimal => KqlWriter.Value((decimal)value),
            ColumnKind.DateTime => KqlWriter.Value((DateTime)value),
            ColumnKind.TimeSpan => KqlWriter.Value((TimeSpan)value),
            _ => KqlWriter.Value((Guid)value),
        };

    // The value as that type where it is one, exactly; text as everywhere else that a value of the type is specified as text.
    private object? Convert(ParameterValue.Scalar single, ColumnKind type) =>
        (type, single.Value) switch
        {
            _ when single.Kind == type => single.Value,
            (ColumnKind.Int64, int number) => (long)number,
            (ColumnKind.Int32, long number) when number is >= int.MinValue and <= int.MaxValue => (int)number,
            (ColumnKind.Double, int number) => (double)number,
            (ColumnKind.Double, long number) when Math.Abs((decimal)number) <= 1L << 53 => (double)number,
            (ColumnKind.Decimal, int number) => (decimal)number,
            (ColumnKind.Decimal, long number) => (decimal)number,
            (ColumnKind.Boolean, string text) => bool.TryParse(text, out var flag) ? flag : null,
            (ColumnKind.Int32 or ColumnKind.Int64 or ColumnKind.Double or ColumnKind.Decimal, string text) => OfText(text, type),
            (ColumnKind.TimeSpan, string text) => KqlTimespan.ParseArgument(text),
            (ColumnKind.Guid, string text) => Guid.TryParse(text, out var id) ? id : null,
            (ColumnKind.DateTime, string text) when IsoMoment.Parse(text) is { } moment => LocalMoment.Fault(moment, zone) is { } fault
                ? throw _place.Fault($"isn't valid: {fault.What}", fault.NextStep)
                : LocalMoment.ToUtc(moment, zone),
            _ => null,
        };

    /// <summary>The number that a text is; null where it is none of that type.</summary>
    public static object? OfText(string text, ColumnKind type) =>
        type switch
        {
            ColumnKind.Int32 => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
            ColumnKind.Int64 => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
            ColumnKind.Decimal => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,

            // Digits that are beyond the type's range are no number, but "Infinity" is one.
            _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && !(double.IsInfinity(number) && text.Any(char.IsDigit))
                ? number
                : null,
        };

    private HuntingException NotOf(ParameterValue value, ColumnKind type)
    {
        var name = KnownColumn.NameOf(type);
        return _place.Fault(
            $"is {Kind(value)}, and the query declares the type {name}.",
            type switch
            {
                ColumnKind.DateTime => "Specify a DateTime, or a string in ISO 8601 such as 2026-11-20T08:00Z.",
                ColumnKind.TimeSpan => "Specify a TimeSpan, or a string such as 7d or 24h.",
                _ => $"Specify a value of that type.",
            }
        );
    }

    private HuntingException LostInDynamic(ColumnKind kind) =>
        _place.Fault(
            $"has values of the type {KnownColumn.NameOf(kind)}, which a dynamic value holds as strings, so that comparing them finds nothing.",
            "Specify them as strings and compare strings, or remove the declaration from the query: then they're a table with one column."
        );

    private static string Kind(ParameterValue value) =>
        value switch
        {
            ParameterValue.Scalar { Kind: ColumnKind.String, Value: string { Length: <= 80 } text } => $"the string '{text}'",
            ParameterValue.Scalar single => $"a value of the type {KnownColumn.NameOf(single.Kind)}",
            ParameterValue.Secret => "a SecureString",
            ParameterValue.List => "an array",
            ParameterValue.Bag => "a hashtable",
            _ => "a table of objects",
        };

    private static string KindName(ColumnKind? kind) => KnownColumn.NameOf(kind ?? ColumnKind.Dynamic)!;

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names);
}
