using System.Management.Automation;
using MdeHunting.Commands.Prompt;
using MdeHunting.Connections;
using MdeHunting.Contract;
using MdeHunting.Evidence;
using MdeHunting.Pipeline;
using MdeHunting.Reporting;
using MdeHunting.Results;
using MdeHunting.Schema;
using MdeHunting.Tables;

namespace MdeHunting.Commands;

/// <summary>Gets the tables and columns of the advanced hunting schema, as documented or as a tenant has them.</summary>
/// <include file="../Help/Get-MdeHuntingSchema.xml" path="help/*"/>
[Cmdlet(VerbsCommon.Get, "MdeHuntingSchema")]
[OutputType(OutputShape.TypeName)]
public sealed class GetMdeHuntingSchemaCommand : SendingCommand, IDynamicParameters
{
    private const int ActivityId = 1;

    private SendingOptions _sending = SendingOptions.Default;

    /// <summary>Specifies the tables, by name or wildcard, in upper or lower case. By default, all tables are returned.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [TableName]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SchemaNameCompleter))]
    public string[] Table { get; set; } = [];

    /// <summary>Specifies the columns, by name or wildcard, in upper or lower case. By default, all columns of the tables are returned.</summary>
    [Parameter(Position = 1)]
    [Text]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SchemaNameCompleter))]
    public string[] Column { get; set; } = [];

    /// <summary>Queries the connected tenant for the tables it has, and compares them with the documented ones.</summary>
    [Parameter]
    public SwitchParameter Live { get; set; }

    /// <summary>
    /// Specifies the connection to use with -Live, by its name, its tenant's id or domain, or as an object. The default is the current connection.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public ConnectionReference? Connection { get; set; }

    /// <summary>Queries the tenant again with -Live, instead of using the remembered response.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override Task BeginProcessingAsync(PipelineStreams streams, CancellationToken token)
    {
        _sending = Sending();
        return Task.CompletedTask;
    }

    /// <summary>Called by PowerShell, and returns none. While a line is completed, Tab is told what the output will have.</summary>
    public object? GetDynamicParameters() => OutputShape.Of(this, Table.Length > 0 || Column.Length > 0 ? typeof(MdeColumnSchema) : typeof(MdeTableSchema));

    private protected override async Task ProcessRecordAsync(PipelineStreams streams, CancellationToken token)
    {
        var isOfColumns = Table.Length > 0 || Column.Length > 0;
        var (table, column) = (await NamesAsync(Table, streams).ConfigureAwait(false), await NamesAsync(Column, streams).ConfigureAwait(false));
        if (table.Count < Table.Length && table.Count == 0 || column.Count < Column.Length && column.Count == 0)
        {
            return;
        }

        var selection = new SchemaSelection(
            table,
            isOfColumns
                ? column.Count > 0
                    ? column
                    : ["*"]
                : null
        );
        var found = new List<MdeTableSchema>();
        var together = MyInvocation.ExpectingInput ? null : new List<MdeOutput>();
        if (Live)
        {
            await ReadLiveAsync(selection, found, streams, token).ConfigureAwait(false);
        }
        else
        {
            await ReadDocumentedAsync(selection, found, together, streams).ConfigureAwait(false);
        }

        await streams.WriteTogetherAsync(together ?? []).ConfigureAwait(false);

        foreach (var failure in selection.MissingColumns(found))
        {
            await streams.WriteErrorAsync(failure).ConfigureAwait(false);
        }
    }

    // Those that are names; each of the others is an error.
    private async Task<IReadOnlyList<string>> NamesAsync(string[] given, PipelineStreams streams)
    {
        var names = new List<string>(given.Length);
        foreach (var name in given)
        {
            if (await streams.InvokeAsync(() => SchemaSelection.NotAName(name, file => FileName.Exists(this, file))).ConfigureAwait(false) is { } refusal)
            {
                await streams.WriteErrorAsync(refusal).ConfigureAwait(false);
            }
            else
            {
                names.Add(name);
            }
        }

        return names;
    }

    private static async Task ReadDocumentedAsync(SchemaSelection selection, List<MdeTableSchema> found, List<MdeOutput>? together, PipelineStreams streams)
    {
        foreach (var asked in selection.Tables)
        {
            var tables = SchemaSelection
                .Match(asked, TableCatalog.Bundled.All, table => [table.Name, .. table.Aliases])
                .OrderBy(table => table.RetiredOn is not null)
                .ToList();
            if (tables.Count == 0)
            {
                await streams
                    .WriteErrorAsync(SchemaSelection.NoTable(asked, TableCatalog.Bundled.All.Select(table => table.Name), "The documented schema has"))
                    .ConfigureAwait(false);
            }

            foreach (var table in tables)
            {
                if (table.RetiredOn is { } day && SchemaSelection.IsName(asked))
                {
                    await streams.WarnAsync($"{table.Name} was {SchemaText.Retired(day, table.Successor)}.").ConfigureAwait(false);
                }
            }

            foreach (var table in tables.Where(table => found.TrueForAll(known => known.Name != table.Name)))
            {
                await WriteAsync(TableComparison.Documented(table), selection, found, together, streams).ConfigureAwait(false);
            }
        }
    }

    private async Task ReadLiveAsync(SchemaSelection selection, List<MdeTableSchema> found, PipelineStreams streams, CancellationToken token)
    {
        var connections = await RunspaceConnections.GetAsync(streams).ConfigureAwait(false);
        var connection = connections.Resolve(Connection);
        if (Force)
        {
            connection.Schema.Forget();
        }

        var progress = new ConnectionProgress(streams, ActivityId, $"Reading the schema of {connection.Name}", 1);
        var report = new CommandReport(streams, progress);
        var started = await streams.InvokeAsync(static () => RunspaceEvidence.Current.Recording).ConfigureAwait(false);
        started?.Check(connection);
        var evidence = started?.Begin(connection, $"Get-MdeHuntingSchema -Live: {string.Join(", ", selection.Tables)}");
        var reader = new SchemaReader(connection, _sending, report, (name, place, total) => progress.ShowAsync(new(name, 100 * place / total, -1)))
        {
            Through = evidence?.Session,
        };
        try
        {
            await reader
                .ReadAsync(selection, table => WriteAsync(table, selection, found, null, streams), failure => streams.WriteErrorAsync(failure), token)
                .ConfigureAwait(false);
            evidence?.End(new ResultBuilder(connection, evidence.Query), null);
        }
        catch (Exception e) when (e is not EvidenceException)
        {
            evidence?.End(new ResultBuilder(connection, evidence.Query), e);
            throw;
        }
        finally
        {
            await progress.CompleteAsync().ConfigureAwait(false);
            await report.CompleteAsync().ConfigureAwait(false);
        }
    }

    // Those that are written together are kept until all are there.
    private static async Task WriteAsync(
        MdeTableSchema table,
        SchemaSelection selection,
        List<MdeTableSchema> found,
        List<MdeOutput>? together,
        PipelineStreams streams
    )
    {
        found.Add(table);
        IEnumerable<MdeOutput> outputs = selection.IsOfColumns ? selection.ColumnsOf(table) : [table];
        if (together is not null)
        {
            together.AddRange(outputs);
            return;
        }

        foreach (var output in outputs)
        {
            await streams.WriteAsync(output).ConfigureAwait(false);
        }
    }
}
