using System.Management.Automation;

namespace MdeHunting.Hunting;

/// <summary>
/// A note property whose value gives exact text to whoever asks for text (Export-Csv, <c>ToString()</c>). The wrapping that this takes
/// is done when the value is first read, so rows that are filtered away or never exported do not pay for it.
/// </summary>
internal sealed class EvidenceProperty : CellProperty
{
    private bool _isSettled;

    private EvidenceProperty(string name, object? value, string originalName)
        : base(name, value)
    {
        OriginalName = originalName;
    }

    /// <summary>The name in the service's answer.</summary>
    public string OriginalName { get; }

    /// <inheritdoc/>
    public override object? Value
    {
        get
        {
            if (!_isSettled)
            {
                var value = base.Value;
                base.Value = EvidenceText.IsNeeded(value) ? EvidenceText.Attach(value!) : value;
                _isSettled = true;
            }

            return base.Value;
        }

        set
        {
            base.Value = value;
            _isSettled = true;
        }
    }

    /// <inheritdoc/>
    public override string TypeNameOfValue => (base.Value is PSObject wrapped ? wrapped.BaseObject : base.Value)?.GetType().FullName ?? typeof(object).FullName!;

    /// <summary>The property for a value: one of these where the value's text or the name needs it, else a plain one.</summary>
    /// <param name="name">The property's name.</param>
    /// <param name="originalName">The name in the service's answer.</param>
    /// <param name="value">The value.</param>
    public static CellProperty For(string name, string originalName, object? value) =>
        EvidenceText.IsNeeded(value) || !ReferenceEquals(name, originalName) ? new EvidenceProperty(name, value, originalName) : new CellProperty(name, value);

    private protected override CellProperty Duplicate() => new EvidenceProperty(Name, base.Value, OriginalName) { _isSettled = _isSettled };
}
