using MdeHunting.Contract;

namespace MdeHunting.Service.Sending;

/// <summary>Where the private side hands over what it tells: no failure passes here with a secret of the connection in it.</summary>
internal static class Border
{
    /// <summary>Makes a call, and tells its failure without secrets.</summary>
    /// <exception cref="MdeException">It failed.</exception>
    public static async Task<T> GuardAsync<T>(this KnownSecrets secrets, Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (MdeException failure)
        {
            throw failure.Retold(secrets.Hide);
        }
        catch (Exception unexpected) when (unexpected is not OperationCanceledException && unexpected.ToString() is var text && secrets.Hide(text) != text)
        {
            throw ((CauseException)CauseException.Of(unexpected)!).Retold(secrets.Hide);
        }
    }
}
