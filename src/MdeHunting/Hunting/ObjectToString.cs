using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Reflection;

namespace MdeHunting.Hunting;

/// <summary>The <c>ToString</c> of a nested object or an array: what is in it when it is asked, as JSON.</summary>
/// <remarks>
/// A PSCodeMethod, which is PowerShell's own way, is found its overload anew for each object, and that takes a hundred times as long as the text. What such a method gets
/// handed, the object that it is a member of, a method of another kind has to take from the engine: a copy of the object has a copy of this.
/// </remarks>
internal sealed class ObjectToString : PSMethodInfo
{
    private static readonly FieldInfo? Instance = typeof(PSMemberInfo).GetField("instance", BindingFlags.Instance | BindingFlags.NonPublic);

    private readonly object _value;

    /// <param name="value">The object or array that it is made for: its text, should the engine not tell whose member this is.</param>
    public ObjectToString(object value)
    {
        _value = value;
        SetMemberName("ToString");
    }

    /// <inheritdoc/>
    public override PSMemberTypes MemberType => PSMemberTypes.CodeMethod;

    /// <inheritdoc/>
    public override string TypeNameOfValue => typeof(PSCodeMethod).FullName!;

    /// <inheritdoc/>
    public override Collection<string> OverloadDefinitions => ["string ToString()"];

    /// <inheritdoc/>
    public override object Invoke(params object?[] arguments) => EvidenceText.Of(Instance?.GetValue(this) ?? _value);

    /// <inheritdoc/>
    public override PSMemberInfo Copy() => new ObjectToString(_value);
}
