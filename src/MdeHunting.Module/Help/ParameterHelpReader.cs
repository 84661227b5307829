using System.Management.Automation;

namespace MdeHunting.Module.Help;

/// <summary>Reads the help of a cmdlet's parameters.</summary>
internal sealed class ParameterHelpReader
{
    // What every cmdlet has, and PowerShell explains itself.
    private static readonly HashSet<string> Common = [.. Cmdlet.CommonParameters];

    private readonly Type _command;
    private readonly DocumentationFile _documentation;
    private readonly DocumentationText _text;
    private readonly object _instance;

    public ParameterHelpReader(Type command, DocumentationFile documentation, DocumentationText text)
    {
        _command = command;
        _documentation = documentation;
        _text = text;
        _instance = Activator.CreateInstance(command)!;
    }

    /// <summary>The parameters of one set, those with a place first.</summary>
    public IReadOnlyList<ParameterHelp> ReadSet(CommandParameterSetInfo set) =>
        [.. set.Parameters.Where(IsOwn).Select(parameter => Read([parameter], parameter.IsMandatory)).OrderBy(parameter => parameter.Position ?? int.MaxValue)];

    /// <summary>Every parameter once, as it is by default; one that the default set does not have is mandatory if it is so wherever it can be given.</summary>
    public IReadOnlyList<ParameterHelp> ReadAll(IReadOnlyCollection<CommandParameterSetInfo> sets)
    {
        var byDefault = sets.Where(set => set.IsDefault).SelectMany(set => set.Parameters).ToDictionary(parameter => parameter.Name);
        return
        [
            .. sets.SelectMany(set => set.Parameters)
                .Where(IsOwn)
                .GroupBy(parameter => parameter.Name)
                .Select(same => Read([.. same], byDefault.TryGetValue(same.Key, out var usual) ? usual.IsMandatory : same.All(one => one.IsMandatory))),
        ];
    }

    /// <summary>The types that the pipeline brings, and what becomes of them.</summary>
    public IReadOnlyList<TypeHelp> ReadInputs(IEnumerable<CommandParameterSetInfo> sets) =>
        [
            .. sets.SelectMany(set => set.Parameters)
                .Where(IsOwn)
                .Where(parameter => parameter.ValueFromPipeline || parameter.ValueFromPipelineByPropertyName)
                .GroupBy(parameter => parameter.Name)
                .Select(same => new TypeHelp(
                    same.First().ParameterType.FullName!,
                    $"Bound to -{same.Key}, {(same.First().ValueFromPipeline ? "by value" : "by property name")}."
                )),
        ];

    private static bool IsOwn(CommandParameterInfo parameter) => !Common.Contains(parameter.Name);

    private ParameterHelp Read(IReadOnlyList<CommandParameterInfo> same, bool isMandatory)
    {
        var parameter = same[0];
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        var isSwitch = type == typeof(SwitchParameter);
        var places = same.Where(one => one.Position >= 0).Select(one => (int?)one.Position).ToList();
        return new ParameterHelp(
            parameter.Name,
            TypeName(type),
            Description(parameter.Name),
            isMandatory,
            places.FirstOrDefault(),
            Pipeline(same),
            parameter.Aliases,
            parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any(),
            isSwitch ? "False" : Default(parameter.Name),
            type.IsEnum ? Enum.GetNames(type) : [.. parameter.Attributes.OfType<ValidateSetAttribute>().SelectMany(set => set.ValidValues)],
            isSwitch
        );
    }

    private IReadOnlyList<string> Description(string name) =>
        name switch
        {
            "WhatIf" => ["Shows what would happen if the cmdlet runs. The cmdlet isn't run."],
            "Confirm" => ["Prompts you for confirmation before running the cmdlet."],
            _ when _command.GetProperty(name) is { } property && _documentation.Of(property.DeclaringType!, name) is var comment =>
            [
                .. _text.Paragraphs(comment.Element("summary")),
                .. _text.Paragraphs(comment.Element("remarks")),
            ],
            _ => [],
        };

    // A number, a text or a name that holds from the start; 0 and nothing mean that the parameter was not given.
    private string? Default(string name) =>
        _command.GetProperty(name)?.GetValue(_instance) switch
        {
            null or "" => null,
            Enum value => value.ToString(),
            string text => text,
            IConvertible value when value.ToDouble(null) != 0 => value.ToString(System.Globalization.CultureInfo.InvariantCulture),
            _ => null,
        };

    private static string Pipeline(IReadOnlyList<CommandParameterInfo> same)
    {
        string[] ways =
        [
            .. same.Any(one => one.ValueFromPipeline) ? ["ByValue"] : Array.Empty<string>(),
            .. same.Any(one => one.ValueFromPipelineByPropertyName) ? ["ByPropertyName"] : Array.Empty<string>(),
        ];
        return ways.Length == 0 ? "False" : $"True ({string.Join(", ", ways)})";
    }

    private static string TypeName(Type type) => type.IsArray ? $"{TypeName(type.GetElementType()!)}[]" : type.Name;
}
