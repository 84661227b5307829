namespace MdeHunting.Lab.HuntingApi;

/// <summary>A call that a quota let in, to charge its running time to.</summary>
/// <param name="meter">What counts; null where there is no quota.</param>
/// <param name="arrived">When the call came.</param>
internal sealed class QuotaUse(QuotaMeter? meter, DateTimeOffset arrived)
{
    public void Spend(TimeSpan time) => meter?.Spend(arrived, time);
}
