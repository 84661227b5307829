using System.Management.Automation;
using System.Reflection;

namespace MdeHunting.Hunting;

/// <summary>The <c>ToString</c> of a nested object or an array: what is in it when it is asked, as JSON.</summary>
internal sealed class ObjectToString : PSCodeMethod
{
    private static readonly MethodInfo Code = typeof(ObjectToString).GetMethod(nameof(Text), BindingFlags.Static | BindingFlags.Public)!;

    public ObjectToString()
        : base("ToString", Code)
    {
    }

    /// <summary>What PowerShell calls, with the object first.</summary>
    public static string Text(PSObject value) => EvidenceText.Of(value);

    /// <inheritdoc/>
    public override PSMemberInfo Copy() => new ObjectToString();
}
