using System.Management.Automation;
using System.Runtime.CompilerServices;
using MdeHunting.Text;

namespace MdeHunting.Rows;

/// <summary>
/// A note property whose value gives exact text to whoever asks for text (Export-Csv, <c>ToString()</c>). The wrapping that this takes
/// is done when the value is first read, so rows that are filtered away or never exported do not pay for it.
/// </summary>
/// <remarks>
/// PowerShell's serializer asks whether it may read a property before it reads it. It gets what another process needs: a cell with its text, a nested value
/// bare, since its text is in that of the cell. Whoever else asks first, such as a script that lists the properties, is told from it by where the call comes
/// from, which takes too long to ask for each value.
/// </remarks>
internal sealed class RowProperty : UncopiedNoteProperty
{
    private readonly bool _isCell;
    private bool _isSettled;
    private bool _isReplaced;
    private bool _isAskedFirst;

    private RowProperty(string name, object? value, string originalName, bool isCell)
        : base(name, value)
    {
        OriginalName = originalName;
        _isCell = isCell;
    }

    /// <summary>The name in the service's response.</summary>
    public string OriginalName { get; }

    /// <inheritdoc/>
    public override bool IsGettable => _isAskedFirst = true;

    /// <inheritdoc/>
    public override object? Value
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get
        {
            if (_isAskedFirst)
            {
                _isAskedFirst = false;
                if (CarriedText.IsCallerSerializer())
                {
                    return Serialized();
                }
            }

            if (!_isSettled)
            {
                var value = base.Value;
                base.Value = ExactText.IsNeeded(value) ? ExactText.Attach(value!) : value;
                _isSettled = true;
            }

            return base.Value;
        }
        set
        {
            base.Value = value;
            _isSettled = true;
            _isReplaced = true;
        }
    }

    /// <inheritdoc/>
    public override string TypeNameOfValue => BareValue.Of(base.Value)?.GetType().FullName ?? typeof(object).FullName!;

    /// <inheritdoc/>
    public override bool TryReturn(ref object? cell)
    {
        if (_isReplaced)
        {
            return false;
        }

        var value = base.Value;
        if (cell is SettledCell settled)
        {
            return ReferenceEquals(value, settled.Value);
        }

        if (!_isSettled || value is not PSObject made)
        {
            return ReferenceEquals(value, cell);
        }

        // A nested object has its text in itself, an array in the object around it; and to any of them somebody may have added members.
        if (ReferenceEquals(value, cell) || made.BaseObject is Array || !InstanceMember.IsOnlyOneOf(made))
        {
            cell = new SettledCell(made);
        }

        return true;
    }

    /// <summary>The property for a value: one of these where the value's text or the name needs it, else a plain one.</summary>
    /// <param name="name">The property's name.</param>
    /// <param name="originalName">The name in the service's response.</param>
    /// <param name="value">The value.</param>
    /// <param name="isCell">Whether it is a row's own, and not one of a value within.</param>
    public static UncopiedNoteProperty For(string name, string originalName, object? value, bool isCell = false) =>
        value is SettledCell settled ? new RowProperty(name, settled.Value, originalName, isCell) { _isSettled = true }
        : ExactText.IsNeeded(value) || !ReferenceEquals(name, originalName) ? new RowProperty(name, value, originalName, isCell)
        : new UncopiedNoteProperty(name, value);

    private protected override UncopiedNoteProperty Duplicate() =>
        new RowProperty(Name, base.Value, OriginalName, _isCell) { _isSettled = _isSettled, _isReplaced = _isReplaced };

    private object? Serialized()
    {
        var value = base.Value;
        if (_isReplaced || !ExactText.IsNeeded(value))
        {
            return value;
        }

        if (!_isSettled)
        {
            DynamicObjects.NameAll(value!);
        }

        return _isCell ? CarriedText.With(value!)
            : value is PSObject { BaseObject: not PSCustomObject and var bare } ? bare
            : value;
    }
}

/// <summary>A cell whose value was read before, with the text and the members that it has since.</summary>
internal sealed class SettledCell(object value)
{
    /// <summary>The value, or the object around it.</summary>
    public object Value => value;
}
