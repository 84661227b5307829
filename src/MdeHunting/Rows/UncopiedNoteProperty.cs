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
