using System.Management.Automation;
using MdeHunting.Internal;
using MdeHunting.Packs;
using MdeHunting.Pipeline;
using MdeHunting.Text;

namespace MdeHunting.Commands;

/// <summary>A command that returns the queries of packs: which of them.</summary>
public abstract class PackCommand : AsyncCommand
{
    private const int Batch = 1000;

    private PackFilter _filter = null!;
    private int _read;
    private int _returned;

    private protected PackCommand() { }

    /// <summary>Specifies the names or IDs of queries to return. Wildcards are accepted.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public string[]? Name { get; set; }

    /// <summary>
    /// Specifies ATT&amp;CK techniques, such as T1059.001, or T1059* for a technique and its subtechniques. Queries that hunt one of them are returned.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public string[]? Technique { get; set; }

    /// <summary>Specifies ATT&amp;CK tactics, such as Persistence. Queries that hunt one of them are returned. Wildcards are accepted.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public string[]? Tactic { get; set; }

    /// <summary>Specifies tables, such as DeviceProcessEvents. Queries that read one of them are returned. Wildcards are accepted.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SchemaNameCompleter))]
    public string[]? Table { get; set; }

    /// <summary>Specifies tags. Queries that have one of them are returned. Wildcards are accepted.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public string[]? Tag { get; set; }

    private protected override Task BeginProcessingAsync(PipelineStreams streams, CancellationToken token)
    {
        _filter = new PackFilter(Name, Technique, Tactic, Table, Tag);
        return Task.CompletedTask;
    }

    private protected override async Task EndProcessingAsync(PipelineStreams streams, CancellationToken token)
    {
        var unknown = _filter.Unknown.ToList();
        if (_returned == 0 && _read > 0 && unknown.Count == 0)
        {
            await streams
                .WarnAsync(FormattableString.Invariant($"None of the {_read:N0} queries has what -Name, -Technique, -Tactic, -Table, and -Tag specify."))
                .ConfigureAwait(false);
        }

        foreach (var (name, near) in unknown)
        {
            var failure = new PackException(
                PackFailure.PackNotFound,
                $"There's no query with the name or ID '{name}'.",
                $"{(EditDistance.Ask(near) is { } ask ? $"{ask} " : string.Empty)}Omit -Name to list all queries."
            )
            {
                Target = name,
            };
            await streams.WriteErrorAsync(failure).ConfigureAwait(false);
        }
    }

    /// <summary>Returns those of some queries that are wanted.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="streams">PowerShell's streams.</param>
    /// <param name="areAll">Whether no others follow.</param>
    private protected async Task WriteAsync(IEnumerable<MdePackQuery> queries, PipelineStreams streams, bool areAll = false)
    {
        var all = queries.ToList();
        MdePackQuery[] wanted = [.. all.Where(_filter.Takes)];
        (_read, _returned) = (_read + all.Count, _returned + wanted.Length);
        if (areAll)
        {
            await streams.WriteTogetherAsync(wanted).ConfigureAwait(false);
            return;
        }

        for (var start = 0; start < wanted.Length; start += Batch)
        {
            object[] batch = [.. wanted.Skip(start).Take(Batch)];
            await streams.WriteManyAsync(batch, batch.Length).ConfigureAwait(false);
        }
    }
}
