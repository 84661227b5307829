using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;
using MdeHunting.Isolation;
using MdeHunting.Text;

namespace MdeHunting.Rows;

/// <summary>
/// The text of a value as evidence needs it, the same in every culture and edition: times as ISO 8601 in UTC with seven digits, numbers in the
/// invariant culture and round-tripping, dynamic values as compact JSON. .NET's own text would be <c>03/07/2022 21:34:30</c>, <c>0,1</c>,
/// <c>System.Object[]</c>.
/// </summary>
/// <remarks>
/// Export-Csv and ConvertTo-Csv take <c>ToString()</c> of each property's value. A PSObject around the value, with a ToString code method of its own,
/// answers that, while to everything else the value is what it was: <c>-is [datetime]</c>, arithmetic, ConvertTo-Json. A class derived from PSObject would
/// do without the method, but PowerShell does not take such an object off a value that it hands to .NET, to a DataTable say.
/// </remarks>
internal static class ExactText
{
    /// <summary>Whether .NET's own text of the value could differ from the one wanted.</summary>
    public static bool IsNeeded(object? value) =>
        value switch
        {
            null or string or bool or Guid => false,

            // Some cultures have a minus sign of their own (U+2212).
            int number => number < 0,
            long number => number < 0,
            _ => true,
        };

    /// <summary>Gives a value, or a nested object, the text of <see cref="Of"/>.</summary>
    public static PSObject Attach(object value)
    {
        // From another process, with its text.
        if (CarriedText.Of(value) is not null)
        {
            return (PSObject)value;
        }

        if (value is Array items)
        {
            AttachToItems(items);
        }

        PSObject wrapped;
        if (value is PSObject made)
        {
            wrapped = made;
            DynamicObjects.Name(made);
            made.Members.Add(new ObjectToString(made), preValidated: true);
        }
        else
        {
            wrapped = new PSObject(value);
            var text = value is DateTime ? Of(value) : null;
            InstanceMember.Give(wrapped, value is IFormattable formattable ? new ValueToString(formattable, text) : new ObjectToString(value));
            if (text is not null)
            {
                CarriedText.Keep(wrapped, text);
            }
        }

        // Windows PowerShell's type data adds properties to dates and arrays (DateTime, Count), which its ConvertTo-Json would write beside the value.
        if (Edition.IsDesktop && wrapped.BaseObject is DateTime or Array)
        {
            wrapped.TypeNames.Clear();
            wrapped.TypeNames.Add("MdeHunting.Value");
        }

        return wrapped;
    }

    /// <summary>Gives the objects of a token's header and claims the text of <see cref="Of"/>.</summary>
    public static MdeTokenInfo AttachTo(MdeTokenInfo token)
    {
        token.Header = token.Header is { } header ? Attach(header) : null;
        token.Claims = token.Claims is { } claims ? Attach(claims) : null;
        return token;
    }

    private static void AttachToItems(Array items)
    {
        foreach (var item in items)
        {
            switch (item)
            {
                case PSObject:
                    Attach(item);
                    break;
                case Array inner:
                    AttachToItems(inner);
                    break;
            }
        }
    }

    /// <summary>The text of a value.</summary>
    public static string Of(object? value) =>
        CarriedText.Of(value)
        ?? BareValue.Of(value) switch
        {
            null => string.Empty,
            string text => text,
            DateTime time => UtcText.Exact(time),
            double number => Text(number),
            TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
            PSCustomObject or IList => CompactJson.Of(value),
            IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
            var other => other.ToString() ?? string.Empty,
        };

    // "R" because .NET Framework's default gives fifteen digits; on .NET it is the default.
    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}

/// <summary>The <c>ToString</c> of a nested object or an array: what is in it when it is asked, as JSON.</summary>
/// <remarks>
/// What a PSCodeMethod gets handed, the object that it is a member of, a method of another kind has to take from the engine: a copy of the object has a copy of
/// this.
/// </remarks>
/// <param name="value">The object or array that it is made for: its text, should the engine not tell whose member this is.</param>
internal sealed class ObjectToString(object value) : ToStringMember
{
    private static readonly FieldInfo? Instance = typeof(PSMemberInfo).GetField("instance", BindingFlags.Instance | BindingFlags.NonPublic);

    /// <inheritdoc/>
    public override object Invoke(params object?[] arguments) => ExactText.Of(Instance?.GetValue(this) ?? value);

    /// <inheritdoc/>
    public override PSMemberInfo Copy() => new ObjectToString(value);
}
