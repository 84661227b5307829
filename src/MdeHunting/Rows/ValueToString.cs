using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using MdeHunting.Text;

namespace MdeHunting.Rows;

/// <summary>
/// The <c>ToString</c> of a wrapped value: without arguments its exact text, with a format or a culture what the value itself makes of them, so that
/// <c>$row.Timestamp.ToString('u')</c> and <c>'{0:N2}' -f $row.Score</c> are what they are elsewhere.
/// </summary>
internal sealed class ValueToString : ToStringMember
{
    private readonly IFormattable _value;
    private readonly string? _text;
    private bool _isAdded;

    /// <param name="value">The value.</param>
    /// <param name="text">Its exact text, where it was made already.</param>
    public ValueToString(IFormattable value, string? text = null) => (_value, _text) = (value, text);

    /// <remarks>PowerShell hands a format on only to a method of more than one overload.</remarks>
    public override Collection<string> OverloadDefinitions => ["string ToString()", "string ToString(string format, System.IFormatProvider provider)"];

    /// <inheritdoc/>
    public override object Invoke(params object?[] arguments)
    {
        string? format = null;
        IFormatProvider? provider = null;
        foreach (var argument in arguments)
        {
            switch (BareValue.Of(argument))
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
            ? _text ?? ExactText.Of(_value)
            : _value.ToString(format, provider ?? CultureInfo.CurrentCulture);
    }

    /// <inheritdoc/>
    public override PSMemberInfo Copy()
    {
        // PowerShell adds a copy of what it is given to add; see UncopiedNoteProperty.
        if (!_isAdded)
        {
            _isAdded = true;
            return this;
        }

        return new ValueToString(_value, _text) { _isAdded = true };
    }
}
