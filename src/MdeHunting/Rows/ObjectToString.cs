using System.Management.Automation;
using System.Reflection;

namespace MdeHunting.Rows;

/// <summary>The <c>ToString</c> of a nested object or an array: what is in it when it is asked, as JSON.</summary>
/// <remarks>
/// What a PSCodeMethod gets handed, the object that it is a member of, a method of another kind has to take from the engine: a copy of the object has a copy of
/// this.
/// </remarks>
/// <param name="value">The object or array that it is made for: its text, should the engine not tell whose member this is.</param>
internal sealed class ObjectToString(object value) : ToStringMember
{
    private static readonly FieldInfo? Instance = typeof(PSMemberInfo).GetField("instance", BindingFlags.Instance | BindingFlags.NonPublic);

    /// <inheritdoc/>
    public override object Invoke(params object?[] arguments) => ExactText.Of(Instance?.GetValue(this) ?? value);

    /// <inheritdoc/>
    public override PSMemberInfo Copy() => new ObjectToString(value);
}
