using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;

namespace MdeHunting.Hunting;

/// <summary>
/// The <c>ToString</c> of a wrapped value: without arguments its exact text, with a format or a culture what the value itself makes of them, so that
/// <c>$row.Timestamp.ToString('u')</c> and <c>'{0:N2}' -f $row.Score</c> are what they are elsewhere.
/// </summary>
internal sealed class EvidenceToString : PSCodeMethod
{
    private static readonly MethodInfo Code = typeof(EvidenceToString).GetMethod(nameof(Text), BindingFlags.Static | BindingFlags.Public)!;

    public EvidenceToString()
        : base("ToString", Code)
    {
    }

    /// <remarks>PowerShell hands a format on only to a method of more than one overload.</remarks>
    public override Collection<string> OverloadDefinitions => ["string ToString()", "string ToString(string format, System.IFormatProvider provider)"];

    /// <summary>What PowerShell calls, with the wrapped value first.</summary>
    public static string Text(PSObject value, params object?[] arguments)
    {
        if (value.BaseObject is not IFormattable formattable)
        {
            return EvidenceText.Of(value);
        }

        string? format = null;
        IFormatProvider? provider = null;
        foreach (var argument in arguments)
        {
            switch (argument is PSObject wrapped ? wrapped.BaseObject : argument)
            {
                case IFormatProvider given:
                    provider = given;
                    break;
                case { } other:
                    format = LanguagePrimitives.ConvertTo<string>(other);
                    break;
            }
        }

        // '{0}' -f and string.Format ask with a culture although nobody chose one.
        var isAskedPlainly = string.IsNullOrEmpty(format) && arguments.Length != 1;
        return isAskedPlainly || (format is null && provider is null)
            ? EvidenceText.Of(value)
            : formattable.ToString(format, provider ?? CultureInfo.CurrentCulture);
    }

    /// <inheritdoc/>
    public override PSMemberInfo Copy() => new EvidenceToString();
}
