using System.Collections;
using System.Data;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Net.Mail;
using System.Net.NetworkInformation;
using System.Numerics;
using System.Security;
using MdeHunting.Contract;
using MdeHunting.Kql.Time;
using MdeHunting.Pipeline;
using MdeHunting.Text;

namespace MdeHunting.Parameters;

/// <summary>Reads what PowerShell hands over as the value of a parameter. To be called by the pipeline thread, since a property may run a script.</summary>
/// <param name="zone">The zone of a time without a kind.</param>
internal sealed class ParameterReader(TimeZoneInfo zone)
{
    // Less deep than KqlWriter writes, and deeper than any value is meant to be.
    private const int MostDepth = 32;

    /// <summary>Reads a value.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="given">What was specified.</param>
    /// <exception cref="HuntingException">It is no value that a query can have.</exception>
    public ParameterValue Read(string name, object? given)
    {
        var place = new ValuePlace(name, $"-Parameter '{name}'");
        var value = BareValue.Of(given);
        return Single(value, place)
            ?? value switch
            {
                SecureString secret => new ParameterValue.Secret(Text(SecretText.Of(secret), place)),
                IDictionary bag => Bag(bag, place, MostDepth),
                DataTable table => Rows([.. table.Rows.Cast<DataRow>()], place),
                IEnumerable list => Items([.. list.Cast<object?>()], place),
                _ => Rows([given!], place),
            };
    }

    private ParameterValue Items(object?[] items, ValuePlace place)
    {
        ParameterValue?[] singles = [.. items.Select((item, index) => Single(BareValue.Of(item), Place(place, index)))];
        var rows = items.Where((item, index) => singles[index] is null && IsObject(item)).Count();
        if (rows > 0 && rows < items.Length)
        {
            throw place.Fault(
                "has both objects and other values, so it's neither a list of values nor a table.",
                "Specify only values, or only objects, such as those from Select-Object."
            );
        }

        return rows > 0
            ? Rows(items!, place)
            : new ParameterValue.List([.. items.Select((item, index) => singles[index] ?? Nested(item, Place(place, index), MostDepth - 1))]);
    }

    private static bool IsObject(object? item) => BareValue.Of(item) is not (SecureString or DataTable or IEnumerable);

    private ParameterValue Nested(object? given, ValuePlace place, int depth)
    {
        var value = BareValue.Of(given);
        if (depth == 0)
        {
            throw place.Fault("is nested too deeply.", "Specify a value with less nesting.");
        }

        return Single(value, place)
            ?? value switch
            {
                SecureString => throw place.Fault(
                    "is a SecureString within another value.",
                    "Specify it as a separate parameter, and use its name in the query."
                ),
                IDictionary bag => Bag(bag, place, depth),
                IEnumerable list => new ParameterValue.List([.. list.Cast<object?>().Select((item, index) => Nested(item, Place(place, index), depth - 1))]),
                PSCustomObject => new ParameterValue.Bag([
                    .. Properties(given!, place)
                        .Select(property => new KeyValuePair<string, ParameterValue>(
                            property.Name,
                            Nested(property.Value, place.At($".{property.Name}"), depth - 1)
                        )),
                ]),
                _ => throw Unsupported(given!, place),
            };
    }

    private static ValuePlace Place(ValuePlace list, int index) => list.At(FormattableString.Invariant($"[{index}]"));

    private ParameterValue.Bag Bag(IDictionary bag, ValuePlace place, int depth)
    {
        var entries = new List<KeyValuePair<string, ParameterValue>>();
        foreach (DictionaryEntry entry in bag)
        {
            var key =
                BareValue.Of(entry.Key) as string
                ?? throw place.Fault(
                    $"has the key '{Convert.ToString(entry.Key, CultureInfo.InvariantCulture)}', which isn't a string.",
                    "Specify keys that are strings."
                );
            var at = place.At($".{key}");
            entries.Add(new(Text(key, at), Nested(entry.Value, at, depth - 1)));
        }

        return new ParameterValue.Bag(entries);
    }

    private ParameterValue.Table Rows(object[] items, ValuePlace place)
    {
        var columns = new List<string>();
        var places = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var rows = new List<IReadOnlyList<ParameterValue>>();
        var all = items.Select((item, index) => (Place: Place(place, index), Item: item)).ToArray();
        foreach (var (at, item) in all)
        {
            var cells = new List<ParameterValue>();
            foreach (var (column, value) in Properties(item, at))
            {
                if (!places.TryGetValue(column, out var number))
                {
                    places.Add(column, number = columns.Count);
                    columns.Add(Text(column, at.At($".{column}")));
                }

                while (cells.Count <= number)
                {
                    cells.Add(new ParameterValue.Null());
                }

                cells[number] = Nested(value, at.At($".{column}"), MostDepth);
            }

            rows.Add(cells);
        }

        return columns.Count == 0
            ? throw place.Fault("has objects without properties.", "Specify values, or objects such as those from Select-Object.")
            : new ParameterValue.Table(columns, [.. rows.Select(row => Filled(row, columns.Count))]);
    }

    private static IReadOnlyList<ParameterValue> Filled(IReadOnlyList<ParameterValue> cells, int count) =>
        cells.Count == count ? cells : [.. cells, .. Enumerable.Repeat(new ParameterValue.Null(), count - cells.Count)];

    private static IEnumerable<(string Name, object? Value)> Properties(object item, ValuePlace place)
    {
        if (BareValue.Of(item) is DataRow row)
        {
            return row.Table.Columns.Cast<DataColumn>().Select(column => (column.ColumnName, row[column] is DBNull ? null : (object?)row[column]));
        }

        var wrapped = PSObject.AsPSObject(item);
        var isMade = wrapped.BaseObject is PSCustomObject;

        // What type data adds to a made object, such as a view of it, is no value of it.
        return wrapped
            .Properties.Where(property => property.IsGettable && (!isMade || property.IsInstance))
            .Select(property => (property.Name, Value(property, place)))
            .ToList();
    }

    private static object? Value(PSPropertyInfo property, ValuePlace place)
    {
        try
        {
            return property.Value;
        }
        catch (Exception e) when (e is ExtendedTypeSystemException or RuntimeException)
        {
            throw place.At($".{property.Name}").Fault($"can't be read: {e.Message}", "Choose the properties that the query needs with Select-Object.");
        }
    }

    // null where it is no single value.
    private ParameterValue? Single(object? value, ValuePlace place) =>
        value switch
        {
            null or DBNull => new ParameterValue.Null(),
            ScriptBlock => throw place.Fault(
                "is a script block, which isn't a value.",
                "To specify what it returns, run it: & { … }. To specify several values, use an array, such as 1, 2."
            ),
            string text => Of(ColumnKind.String, Text(text, place)),
            char letter => Of(ColumnKind.String, Text(letter.ToString(), place)),
            bool flag => Of(ColumnKind.Boolean, flag),
            SwitchParameter flag => Of(ColumnKind.Boolean, flag.IsPresent),
            Enum name => Of(ColumnKind.String, name.ToString()),
            sbyte or byte or short or ushort or int => Of(ColumnKind.Int32, Convert.ToInt32(value, CultureInfo.InvariantCulture)),
            uint or long => Of(ColumnKind.Int64, Convert.ToInt64(value, CultureInfo.InvariantCulture)),
            ulong number => number <= long.MaxValue ? Of(ColumnKind.Int64, (long)number) : Of(ColumnKind.Decimal, (decimal)number),
            BigInteger number => number >= long.MinValue && number <= long.MaxValue
                ? Of(ColumnKind.Int64, (long)number)
                : throw place.Fault(
                    FormattableString.Invariant($"is {number}, which isn't a 64-bit number."),
                    "Specify it as a string, or as a [decimal] if that holds it."
                ),
            float number => Of(ColumnKind.Double, (double)number),
            double number => Of(ColumnKind.Double, number),
            decimal number => Of(ColumnKind.Decimal, number),
            DateTime moment => Of(ColumnKind.DateTime, Moment(moment, place)),
            DateTimeOffset moment => Of(ColumnKind.DateTime, moment.UtcDateTime),
            TimeSpan duration => Of(ColumnKind.TimeSpan, duration),
            Guid id => Of(ColumnKind.Guid, id),
            Uri address => Of(ColumnKind.String, Text(address.OriginalString, place)),
            IPAddress or PhysicalAddress or Version or MailAddress => Of(ColumnKind.String, Text(value.ToString()!, place)),
            _ when value.GetType().FullName == "System.DateOnly" => Of(ColumnKind.DateTime, Moment(Day((IFormattable)value), place)),
            _ => null,
        };

    private static ParameterValue.Scalar Of(ColumnKind kind, object value) => new(kind, value);

    private static DateTime Day(IFormattable day) =>
        DateTime.ParseExact(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private DateTime Moment(DateTime moment, ValuePlace place) =>
        LocalMoment.Fault(moment, zone) is { } fault ? throw place.Fault($"isn't valid: {fault.What}", fault.NextStep) : LocalMoment.ToUtc(moment, zone);

    private static string Text(string text, ValuePlace place) =>
        HalfSurrogate.In(text) is { } fault ? throw place.Fault(fault, "Correct the string, or the encoding in which it was read.") : text;

    private static HuntingException Unsupported(object value, ValuePlace place) =>
        place.Fault(
            $"is of the type {NotText.TypeOf(value)}, which can't be converted to a value of a query.",
            "Specify strings, numbers, Booleans, DateTime, TimeSpan or Guid values, hashtables, arrays, or objects that have only such properties."
        );
}

/// <summary>Where a value stands, for what is told of it.</summary>
/// <param name="Parameter">The parameter's name.</param>
/// <param name="Path">The parameter, and the way within its value.</param>
internal readonly record struct ValuePlace(string Parameter, string Path)
{
    /// <summary>A place within it.</summary>
    public ValuePlace At(string step) => this with { Path = Path + step };

    /// <summary>That the value there cannot be used.</summary>
    public HuntingException Fault(string what, string nextStep) => new(HuntingFailure.ParameterInvalid, $"{Path} {what}", nextStep) { Target = Parameter };
}
