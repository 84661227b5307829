using System.Xml.Linq;
using MdeHunting.TestKit;

namespace MdeHunting.Tests.Help;

/// <summary>The built help as it lies in the module's folder, read by itself and not through Get-Help.</summary>
internal static class HelpFile
{
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>The folder of the help in the language that it is in.</summary>
    public static string Folder { get; } = Path.Combine(ModuleSetup.PackageFolder, "en-US");

    /// <summary>The help of each cmdlet.</summary>
    public static IReadOnlyList<WrittenHelp> Commands { get; } =
    [
        .. XDocument
            .Load(Path.Combine(Folder, "MdeHunting.dll-Help.xml"))
            .Descendants(Command + "command")
            .Select(command => new WrittenHelp(
                (string)command.Element(Command + "details")!.Element(Command + "name")!,
                command.Element(Command + "details")!.Element(Maml + "description")!.Value,
                command.Element(Maml + "description")!.Value,
                command
                    .Element(Command + "parameters")!
                    .Elements()
                    .ToDictionary(parameter => (string)parameter.Element(Maml + "name")!, parameter => parameter.Element(Maml + "description")!.Value),
                [
                    .. command
                        .Descendants(Command + "example")
                        .Select(example => new WrittenExample(
                            (string)example.Element(Maml + "title")!,
                            (string)example.Element(Dev + "code")!,
                            example.Element(Dev + "remarks")!.Value
                        )),
                ],
                [
                    .. command
                        .Descendants(Maml + "navigationLink")
                        .Select(link => ((string)link.Element(Maml + "linkText")!, (string)link.Element(Maml + "uri")!)),
                ],
                command.Element(Maml + "alertSet")!.Value
            )),
    ];
}
