using System.Collections.ObjectModel;
using System.Management.Automation;

namespace MdeHunting.Rows;

/// <summary>The <c>ToString</c> that an object gets beside its own, for whoever asks it for its text, such as Export-Csv.</summary>
/// <remarks>
/// A PSCodeMethod, which is PowerShell's own way, is found its overload anew for each call, and that takes a hundred times as long as the text.
/// </remarks>
internal abstract class ToStringMember : PSMethodInfo
{
    private protected ToStringMember() => SetMemberName(nameof(ToString));

    /// <inheritdoc/>
    public sealed override PSMemberTypes MemberType => PSMemberTypes.CodeMethod;

    /// <inheritdoc/>
    public sealed override string TypeNameOfValue => typeof(PSCodeMethod).FullName!;

    /// <inheritdoc/>
    public override Collection<string> OverloadDefinitions => ["string ToString()"];
}
