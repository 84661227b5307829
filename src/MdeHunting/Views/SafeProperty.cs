using MdeHunting.Rows;

namespace MdeHunting.Views;

/// <summary>
/// A property of a safe copy: what is shown of another object's property is made when it is first asked for, since a view asks for one of many.
/// </summary>
/// <param name="name">The property's name.</param>
/// <param name="make">Makes its value.</param>
internal sealed class SafeProperty(string name, Func<object?> make) : UncopiedNoteProperty(name, null)
{
    private Func<object?>? _make = make;

    /// <inheritdoc/>
    public override object? Value
    {
        get
        {
            if (_make is { } make)
            {
                _make = null;
                base.Value = make();
            }

            return base.Value;
        }
        set
        {
            _make = null;
            base.Value = value;
        }
    }

    /// <inheritdoc/>
    public override string TypeNameOfValue => Value?.GetType().FullName ?? typeof(object).FullName!;

    private protected override UncopiedNoteProperty Duplicate() => new SafeProperty(Name, () => Value);
}
