namespace MdeHunting.Module.Help;

/// <summary>What the help says of a parameter, in one parameter set or in all of them together.</summary>
/// <param name="Name">Its name.</param>
/// <param name="TypeName">The type that a value has, as PowerShell would write it.</param>
/// <param name="Description">What it is, in paragraphs.</param>
/// <param name="IsMandatory">Whether it must be given.</param>
/// <param name="Position">Its place among the arguments without a name, from 0; null where it needs its name.</param>
/// <param name="Pipeline">How the pipeline binds it: <c>False</c>, <c>True (ByValue)</c> and the like.</param>
/// <param name="Aliases">Its other names.</param>
/// <param name="TakesWildcards">Whether * and ? stand for more.</param>
/// <param name="Default">What holds where it is not given; null where nothing does.</param>
/// <param name="Values">The values there are, where they are few.</param>
/// <param name="IsSwitch">Whether it takes no value.</param>
internal sealed record ParameterHelp(
    string Name,
    string TypeName,
    IReadOnlyList<string> Description,
    bool IsMandatory,
    int? Position,
    string Pipeline,
    IReadOnlyList<string> Aliases,
    bool TakesWildcards,
    string? Default,
    IReadOnlyList<string> Values,
    bool IsSwitch
);
