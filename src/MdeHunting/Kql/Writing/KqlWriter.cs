using System.Collections;
using System.Globalization;
using System.Text;
using MdeHunting.Contract;
using MdeHunting.Text;

namespace MdeHunting.Kql.Writing;

/// <summary>
/// Writes names and values that are put into a query. Whatever a name or a value holds, it stays one name or one literal, and the lexer reads the same one
/// back.
/// </summary>
internal static class KqlWriter
{
    // Beyond it, not every whole number is a double, as which the services may read the number of a timespan's literal.
    private const long MostUnits = 1L << 53;

    // Deeper than any value is meant to be.
    private const int MostDepth = 64;

    /// <summary>
    /// A name as a query has it: as it is, or between brackets where it is not of the language's own letters and digits or is one of its words.
    /// </summary>
    public static KqlText Name(string name) => KqlText.Written(IsPlainName(name) ? name : $"[{Quoted(name, '\'')}]");

    /// <summary>Whether a name needs no brackets.</summary>
    public static bool IsPlainName(string name) =>
        name.Length > 0
        && name[0] != '$'
        && KqlCharacters.IsNameStart(name[0])
        && KqlCharacters.EndOfName(name, 0) == name.Length
        && name is not ("true" or "false" or "null" or "string")
        && (KqlFacts.BeginningOf(name) & ~(KqlBeginning.Elsewhere | KqlBeginning.Apart)) == 0
        && KqlFacts.LiteralOf(name) == KqlLiteral.None
        && !KqlFacts.IsWord(name)
        && !KqlFacts.IsOperator(name);

    /// <summary>A text.</summary>
    public static KqlText Value(string value) => KqlText.Written(Quoted(value, '\''));

    /// <summary>
    /// A text that the services hide in what they log, https://learn.microsoft.com/kusto/query/scalar-data-types/string#obfuscated-string-literals.
    /// </summary>
    public static KqlText Hidden(string value) => KqlText.Written($"h{Quoted(value, '"')}");

    /// <summary>What is shown in the place of a hidden text.</summary>
    public static KqlText HiddenMark => Hidden("***");

    /// <summary>A moment; one without a kind is UTC.</summary>
    public static KqlText Value(DateTime moment) =>
        KqlText.Written($"datetime({UtcText.Exact(moment.Kind == DateTimeKind.Local ? moment.ToUniversalTime() : moment)})");

    /// <summary>A timespan, in the largest unit that it is a whole number of.</summary>
    public static KqlText Value(TimeSpan duration)
    {
        var (names, ticks) = Array.Find(KqlUnits.All, unit => duration.Ticks % unit.Ticks == 0);
        var unit = ticks < TimeSpan.TicksPerMillisecond ? names[names.Length - 1] : names[0];
        return KqlText.Written(
            duration.Ticks >= 0 && duration.Ticks / ticks <= MostUnits
                ? (duration.Ticks / ticks).ToString(CultureInfo.InvariantCulture) + unit
                : $"timespan({duration.ToString("c", CultureInfo.InvariantCulture)})"
        );
    }

    /// <summary>A truth value.</summary>
    public static KqlText Value(bool value) => KqlText.Written(value ? "bool(true)" : "bool(false)");

    /// <summary>A number of 32 bits.</summary>
    public static KqlText Value(int value) => KqlText.Written($"int({value.ToString(CultureInfo.InvariantCulture)})");

    /// <summary>A number of 64 bits.</summary>
    public static KqlText Value(long value) => KqlText.Written($"long({value.ToString(CultureInfo.InvariantCulture)})");

    /// <summary>A binary fraction, with those that are no numbers.</summary>
    public static KqlText Value(double value) =>
        KqlText.Written(
            double.IsNaN(value) ? "real(nan)"
            : double.IsInfinity(value)
                ? value > 0 ? "real(+inf)"
                    : "real(-inf)"
            : $"real({Digits(value)})"
        );

    /// <summary>A decimal fraction.</summary>
    public static KqlText Value(decimal value) => KqlText.Written($"decimal({value.ToString(CultureInfo.InvariantCulture)})");

    /// <summary>A GUID.</summary>
    public static KqlText Value(Guid value) => KqlText.Written($"guid({value.ToString("D", CultureInfo.InvariantCulture)})");

    /// <summary>No value of a type; there is none for texts, of which KQL has an empty one instead.</summary>
    /// <param name="type">The type.</param>
    public static KqlText Null(ColumnKind type) => KqlText.Written($"{TypeName(type)}(null)");

    /// <summary>A type.</summary>
    public static KqlText Type(ColumnKind type) => KqlText.Written(TypeName(type));

    /// <summary>A dynamic value: null, a text, a number, a truth value, a moment, a timespan, a list, or a dictionary whose keys are texts.</summary>
    /// <exception cref="ArgumentException">It holds something that a dynamic value cannot.</exception>
    public static KqlText Dynamic(object? value)
    {
        var text = new StringBuilder("dynamic(");
        Append(text, value, MostDepth);
        return KqlText.Written(text.Append(')').ToString());
    }

    private static void Append(StringBuilder text, object? value, int depth)
    {
        if (depth == 0)
        {
            throw new ArgumentException("The value is nested too deeply for a query.", nameof(value));
        }

        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case string plain:
                text.Append(Quoted(plain, '"', isJson: true));
                break;
            case bool flag:
                text.Append(flag ? "true" : "false");
                break;
            case int or long:
                text.Append(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                break;
            case double number when !double.IsNaN(number) && !double.IsInfinity(number):
                text.Append(Digits(number));
                break;
            case DateTime moment:
                text.Append(Value(moment));
                break;
            case TimeSpan duration:
                text.Append($"timespan({duration.ToString("c", CultureInfo.InvariantCulture)})");
                break;
            case IDictionary bag:
                AppendAll(text, '{', bag.Keys.Cast<object>(), key => AppendEntry(text, key, bag[key], depth - 1), '}');
                break;
            case IEnumerable items:
                AppendAll(text, '[', items.Cast<object?>(), item => Append(text, item, depth - 1), ']');
                break;
            default:
                throw new ArgumentException(
                    FormattableString.Invariant($"'{value}' ({value.GetType().FullName}) can't be a part of a dynamic value."),
                    nameof(value)
                );
        }
    }

    private static void AppendEntry(StringBuilder text, object key, object? value, int depth)
    {
        text.Append(
                Quoted(
                    key as string
                        ?? throw new ArgumentException(FormattableString.Invariant($"The key '{key}' of a dynamic value isn't a string."), nameof(key)),
                    '"',
                    isJson: true
                )
            )
            .Append(':');
        Append(text, value, depth);
    }

    private static void AppendAll<T>(StringBuilder text, char open, IEnumerable<T> items, Action<T> append, char close)
    {
        text.Append(open);
        var isNext = false;
        foreach (var item in items)
        {
            text.Append(isNext ? "," : string.Empty);
            append(item);
            isNext = true;
        }

        text.Append(close);
    }

    private static string TypeName(ColumnKind type) => KnownColumn.NameOf(type) ?? throw new ArgumentOutOfRangeException(nameof(type));

    // As few digits as give the number back; .NET Framework's shortest form does not always. A sign of a fraction stays, or it would be a whole number.
    private static string Digits(double value)
    {
        var digits = value.ToString("R", CultureInfo.InvariantCulture);
        if (!double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var read) || !read.Equals(value))
        {
            digits = value.ToString("G17", CultureInfo.InvariantCulture);
        }

        return digits.IndexOfAny(['.', 'E']) < 0 ? $"{digits}.0" : digits;
    }

    private static string Quoted(string value, char quote, bool isJson = false)
    {
        if (KqlCharacters.SkipWhile(value, 0, c => c is >= ' ' and <= '~' and not '\\' && c != quote) == value.Length)
        {
            return quote + value + quote;
        }

        var text = new StringBuilder(value.Length + 2).Append(quote);
        for (var i = 0; i < value.Length; i++)
        {
            if (i + 1 < value.Length && char.IsSurrogatePair(value, i))
            {
                text.Append(value[i++]).Append(value[i]);
            }
            else if (value[i] == '\0' && !isJson)
            {
                // All three digits where another one follows, which would be read as a part of it.
                text.Append(i + 1 < value.Length && value[i + 1] is >= '0' and <= '7' ? "\\000" : "\\0");
            }
            else
            {
                Append(text, value[i], quote);
            }
        }

        return text.Append(quote).ToString();
    }

    private static void Append(StringBuilder text, char c, char quote)
    {
        if (c == '\\' || c == quote)
        {
            text.Append('\\').Append(c);
        }
        else if (c == '\n')
        {
            text.Append("\\n");
        }
        else if (c == '\r')
        {
            text.Append("\\r");
        }
        else if (char.IsControl(c) || char.IsSurrogate(c) || KqlCharacters.IsLineEnd(c))
        {
            text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
        }
        else
        {
            text.Append(c);
        }
    }
}
