using System.Management.Automation;

namespace MdeHunting.Hunting;

/// <summary>
/// A note property whose value gives exact text to whoever asks for text (Export-Csv, <c>ToString()</c>). The wrapping that this takes
/// is done when the value is first read, so rows that are filtered away or never exported do not pay for it.
/// </summary>
internal sealed class EvidenceProperty : PSNoteProperty
{
    private object? _value;
    private bool _attached;

    private EvidenceProperty(string name, object? value, string originalName)
        : base(name, null)
    {
        _value = value;
        OriginalName = originalName;
    }

    /// <summary>The name in the service's answer.</summary>
    public string OriginalName { get; }

    /// <inheritdoc/>
    public override object? Value
    {
        get
        {
            if (!_attached)
            {
                _value = EvidenceText.IsNeeded(_value) ? EvidenceText.Attach(_value!) : _value;
                _attached = true;
            }

            return _value;
        }

        set
        {
            _value = value;
            _attached = true;
        }
    }

    /// <inheritdoc/>
    public override string TypeNameOfValue => (_value is PSObject wrapped ? wrapped.BaseObject : _value)?.GetType().FullName ?? typeof(object).FullName!;

    /// <summary>The property for a value: one of these where the value's text or the name needs it, else a plain one.</summary>
    /// <param name="name">The property's name.</param>
    /// <param name="originalName">The name in the service's answer.</param>
    /// <param name="value">The value.</param>
    public static PSNoteProperty For(string name, string originalName, object? value) =>
        EvidenceText.IsNeeded(value) || name != originalName ? new EvidenceProperty(name, value, originalName) : new PSNoteProperty(name, value);

    /// <inheritdoc/>
    public override PSMemberInfo Copy() => new EvidenceProperty(Name, _value, OriginalName) { _attached = _attached };
}
