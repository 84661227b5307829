using System.Management.Automation;

namespace MdeHunting.Rows;

/// <summary>
/// A note property that is made for one object. PowerShell adds a copy of what it is given to add, as if it could be kept and given again; for millions of
/// cells that is a second object each, so the first copy is this property itself.
/// </summary>
internal class UncopiedNoteProperty : PSNoteProperty
{
    private bool _isAdded;

    public UncopiedNoteProperty(string name, object? value)
        : base(name, value) { }

    /// <summary>What lives for as long as this very property does; copies have none.</summary>
    public object? Companion { get; set; }

    /// <summary>
    /// Whether the property can be made anew of a cell without anybody seeing a difference: its value is the cell still. What was given to a value meanwhile,
    /// such as members of a nested object, goes into <paramref name="cell"/>.
    /// </summary>
    /// <param name="cell">The cell that it was made of; what to make it of the next time.</param>
    public virtual bool TryReturn(ref object? cell) => ReferenceEquals(Value, cell);

    /// <inheritdoc/>
    public sealed override PSMemberInfo Copy()
    {
        if (!_isAdded)
        {
            _isAdded = true;
            return this;
        }

        var copy = Duplicate();
        copy._isAdded = true;
        return copy;
    }

    private protected virtual UncopiedNoteProperty Duplicate() => new(Name, Value);
}
