using System.Collections.ObjectModel;
using System.Management.Automation;

namespace MdeHunting.Views;

/// <summary>The <c>ToString</c> of a list of an output, which cannot change: what is in it.</summary>
internal sealed class ListToString : PSMethodInfo
{
    private readonly string _text;

    /// <param name="text">The text.</param>
    public ListToString(string text)
    {
        _text = text;
        SetMemberName("ToString");
    }

    /// <inheritdoc/>
    public override PSMemberTypes MemberType => PSMemberTypes.CodeMethod;

    /// <inheritdoc/>
    public override string TypeNameOfValue => typeof(PSCodeMethod).FullName!;

    /// <inheritdoc/>
    public override Collection<string> OverloadDefinitions => ["string ToString()"];

    /// <inheritdoc/>
    public override object Invoke(params object?[] arguments) => _text;

    /// <inheritdoc/>
    public override PSMemberInfo Copy() => new ListToString(_text);
}
