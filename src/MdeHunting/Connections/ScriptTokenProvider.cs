using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using MdeHunting.Contract;

namespace MdeHunting.Connections;

/// <summary>
/// Runs a script block of the caller's for a token: <c>param($Resource, $TenantId, $Claims)</c>, of which it may leave some out. In the runspace that it came
/// from it sees that session; elsewhere (a thread job, a parallel loop) a copy of it runs, which sees what is there.
/// </summary>
internal sealed class ScriptTokenProvider : ITokenProvider
{
    /// <summary>Keeps the errors that the block goes on after among its output, to tell them apart from it.</summary>
    public const string Wrapper = "param($provider, $named, $all) if ($named) { & $provider @named 2>&1 } else { & $provider @all 2>&1 }";

    private const string NextStep = "Correct the script block of -TokenProvider, and connect again if its session has ended.";

    private static readonly AsyncLocal<ScriptTokenProvider?> Running = new();

    private readonly ScriptBlock _block;
    private readonly Guid? _home;

    /// <param name="block">The script block; of the runspace that the calling (pipeline) thread works for.</param>
    public ScriptTokenProvider(ScriptBlock block)
    {
        _block = block;
        _home = Runspace.DefaultRunspace?.InstanceId;
    }

    /// <inheritdoc/>
    public bool IsRunning => Running.Value == this;

    /// <inheritdoc/>
    public ProvidedToken Provide(TokenRequest request)
    {
        var before = Running.Value;
        Running.Value = this;
        try
        {
            var (named, all) = Arguments(request);
            return ProvidedTokenReader.Read([.. ScriptBlock.Create(Wrapper).Invoke(Here(), named, all)], NextStep);
        }
        catch (LoopFlowException e)
        {
            // It would go on to whatever loop the command stands in, and end that without a word.
            throw ProvidedTokenReader.Failed(
                null,
                new InvalidOperationException("It used break or continue outside a loop", e),
                $"Use return instead. {NextStep}"
            );
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            throw ProvidedTokenReader.Failed(e.ErrorRecord, e, NextStep);
        }
        finally
        {
            Running.Value = before;
        }
    }

    // A block runs in its own runspace whoever calls it: where that one is busy, as while it waits for a parallel loop, the call would never end.
    private ScriptBlock Here() => Runspace.DefaultRunspace?.InstanceId == _home ? _block : ((ScriptBlockAst)_block.Ast).GetScriptBlock();

    // By name where the block has those names, in whatever order; by position where it calls them otherwise or takes $args.
    private (Dictionary<string, object?>? Named, object?[] All) Arguments(TokenRequest request)
    {
        var known = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Resource"] = request.Resource,
            ["TenantId"] = request.TenantId,
            ["Claims"] = request.Claims,
        };
        var declared = (_block.Ast as ScriptBlockAst)?.ParamBlock?.Parameters.Select(parameter => parameter.Name.VariablePath.UserPath).ToList() ?? [];
        return declared.Count > 0 && declared.TrueForAll(known.ContainsKey)
            ? (declared.ToDictionary(name => name, name => known[name]), [])
            : (null, [request.Resource, request.TenantId, request.Claims]);
    }
}
