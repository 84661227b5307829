using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace MdeHunting.Tests.Faults;

/// <summary>What became of each fault, as a table of Markdown.</summary>
internal sealed class FaultTable
{
    private readonly ConcurrentDictionary<(string Fault, FaultPlace Place, FaultMode Mode), string> _cells = new();

    public void Note(Fault fault, FaultPlace place, FaultMode mode, string outcome) => _cells[(fault.Name, place, mode)] = outcome;

    public override string ToString()
    {
        var text = new StringBuilder("| Fault | Place | One query | Four windows | Three tenants, two queries each |\n|---|---|---|---|---|\n");
        foreach (var fault in Fault.All)
        {
            foreach (var place in Enum.GetValues<FaultPlace>())
            {
                var cells = Enum.GetValues<FaultMode>().Select(mode => _cells.GetValueOrDefault((fault.Name, place, mode), "–")).ToArray();
                if (cells.Any(cell => cell != "–"))
                {
                    text.AppendLine(CultureInfo.InvariantCulture, $"| {fault.Name} | {place} | {string.Join(" | ", cells)} |");
                }
            }
        }

        return text.ToString();
    }
}
