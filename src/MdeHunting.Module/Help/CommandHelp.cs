namespace MdeHunting.Module.Help;

/// <summary>All that the help says of a cmdlet.</summary>
/// <param name="Name">Verb-Noun.</param>
/// <param name="Synopsis">One sentence.</param>
/// <param name="Description">Paragraphs.</param>
/// <param name="Syntax">The parameters of each parameter set, in their order.</param>
/// <param name="Parameters">Every parameter once.</param>
/// <param name="Inputs">What the pipeline brings.</param>
/// <param name="Outputs">What it gives.</param>
/// <param name="Notes">Permissions and what else is good to know, in paragraphs.</param>
/// <param name="Examples">In their order.</param>
/// <param name="Links">Where more is said.</param>
internal sealed record CommandHelp(
    string Name,
    string Synopsis,
    IReadOnlyList<string> Description,
    IReadOnlyList<IReadOnlyList<ParameterHelp>> Syntax,
    IReadOnlyList<ParameterHelp> Parameters,
    IReadOnlyList<TypeHelp> Inputs,
    IReadOnlyList<TypeHelp> Outputs,
    IReadOnlyList<string> Notes,
    IReadOnlyList<ExampleHelp> Examples,
    IReadOnlyList<LinkHelp> Links
);
