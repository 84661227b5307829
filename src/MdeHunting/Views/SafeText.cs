using System.Collections.ObjectModel;
using System.Management.Automation;

namespace MdeHunting.Views;

/// <summary>The <c>ToString</c> of a safe copy: what stands for the object where it is one of several in a list.</summary>
internal sealed class SafeText : PSMethodInfo
{
    private readonly Func<string> _make;

    /// <param name="make">Makes the text.</param>
    public SafeText(Func<string> make)
    {
        _make = make;
        SetMemberName("ToString");
    }

    /// <inheritdoc/>
    public override PSMemberTypes MemberType => PSMemberTypes.CodeMethod;

    /// <inheritdoc/>
    public override string TypeNameOfValue => typeof(PSCodeMethod).FullName!;

    /// <inheritdoc/>
    public override Collection<string> OverloadDefinitions => ["string ToString()"];

    /// <inheritdoc/>
    public override object Invoke(params object?[] arguments) => _make();

    /// <inheritdoc/>
    public override PSMemberInfo Copy() => new SafeText(_make);
}
