"""The way to the running stories: the port `Stories` over Temporal, its errors in our words, and what ops must set up once."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta

from google.protobuf.duration_pb2 import Duration
from pydantic import BaseModel
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.namespace.v1 import NamespaceConfig
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest, UpdateNamespaceRequest
from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleIntervalSpec,
    ScheduleSpec,
    ScheduleUpdate,
    ScheduleUpdateInput,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.common import SearchAttributeKey, SearchAttributePair, TypedSearchAttributes, WorkflowIDReusePolicy
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.envconfig import ClientConfig
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from mou.attributes import TYPES, Attribute
from mou.errors import MouError, Refused, Unavailable, Unknown
from mou.stories import TASK_QUEUE, SweepStart

AWAY = "Temporal cannot be reached at {}; nothing was changed. Start the stack with `make run`, or check TEMPORAL_ADDRESS."
PATIENCE = timedelta(seconds=30)
REACH = timedelta(seconds=10)
INDEXED = {
    "Keyword": IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
    "KeywordList": IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST,
    "Datetime": IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
}


async def connect(address: str, namespace: str) -> Client:
    """Return a client; raise Unavailable, saying where it looked.

    How to prove who we are (TEMPORAL_API_KEY, TEMPORAL_TLS and its kin) comes from Temporal's own environment variables.

    Whether anybody listens is asked first by ourselves: a client that failed to connect leaves threads of its core behind,
    and those abort a process that then ends at once, as a command does.
    """
    try:
        await _listens(address)
        config = ClientConfig.load_client_connect_config(disable_file=True)
        config |= {"target_host": address, "namespace": namespace}
        return await Client.connect(**config, data_converter=pydantic_data_converter)
    except (RuntimeError, RPCError, OSError, ValueError) as error:
        raise Unavailable(AWAY.format(address), where="temporal") from error


async def _listens(address: str) -> None:
    """Raise OSError when nobody listens at host:port, ValueError when that is no address."""
    host, _, port = address.rpartition(":")
    async with asyncio.timeout(REACH.total_seconds()):
        _, writer = await asyncio.open_connection(host.strip("[]"), int(port))
    writer.close()
    await writer.wait_closed()


class TemporalStories:
    """The port `Stories`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def start(
        self,
        workflow: str,
        story: str,
        start: BaseModel,
        *,
        attributes: Mapping[Attribute, str],
        summary: str,
        again: bool = False,
    ) -> bool:
        """Start a story; return False when that id already ran (with `again`: to its end, or still does). Raise Unavailable."""
        once = WorkflowIDReusePolicy.REJECT_DUPLICATE
        try:
            await self._client.start_workflow(
                workflow,
                start,
                id=story,
                task_queue=TASK_QUEUE,
                id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY if again else once,
                search_attributes=_typed(attributes),
                static_summary=summary,
            )
        except WorkflowAlreadyStartedError:
            return False
        except RPCError as error:
            raise self._away() from error
        return True

    async def update(self, story: str, name: str, message: BaseModel, *, update: str, answer: type[BaseModel]) -> BaseModel:
        """Execute an Update (id `update`, so twice is once). Raise Refused with the rule's code, Unknown, or Unavailable."""
        handle = self._client.get_workflow_handle(story)
        try:
            taken: BaseModel = await handle.execute_update(name, message, id=update, result_type=answer, rpc_timeout=PATIENCE)
        except WorkflowUpdateFailedError as error:
            raise _refusal(error, story) from error
        except WorkflowUpdateRPCTimeoutOrCancelledError as error:
            raise Unavailable(f"{story} did not answer in time: is a worker running?", where=story) from error
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                raise Unknown(f"No story {story!r} is running.", where=story) from error
            raise self._away() from error
        return taken

    def _away(self) -> Unavailable:
        return Unavailable(AWAY.format(self._client.service_client.config.target_host), where="temporal")


def _refusal(error: WorkflowUpdateFailedError, story: str) -> MouError:
    """A story that ended while it held an accepted Update has settled: the caller goes on as with any settled one."""
    cause = error.cause
    if isinstance(cause, ApplicationError) and cause.type == "AcceptedUpdateCompletedWorkflow":
        return Refused(f"{story} has ended.", where="settled")
    code = cause.message if isinstance(cause, ApplicationError) else type(cause).__name__
    return Refused(f"{story} does not take this: {code}.", where=code)


def _typed(attributes: Mapping[Attribute, str]) -> TypedSearchAttributes:
    pairs = [SearchAttributePair(SearchAttributeKey.for_keyword(name), value) for name, value in attributes.items()]
    return TypedSearchAttributes(pairs)


async def set_up(client: Client, *, retention: timedelta, sweep_every: timedelta) -> tuple[str, ...]:
    """Register search attributes, retention and the sweep's schedule; run again it changes nothing. Return what was done."""
    try:
        return (
            *await _attributes(client),
            await _retention(client, retention),
            await _sweep(client, sweep_every),
        )
    except RPCError as error:
        raise Unavailable(AWAY.format(client.service_client.config.target_host), where="temporal") from error


async def _attributes(client: Client) -> list[str]:
    listed = await client.operator_service.list_search_attributes(ListSearchAttributesRequest(namespace=client.namespace))
    lacking = {name.value: INDEXED[kind] for name, kind in TYPES.items() if name not in listed.custom_attributes}
    if lacking:
        request = AddSearchAttributesRequest(namespace=client.namespace, search_attributes=lacking)
        await client.operator_service.add_search_attributes(request)
    return [f"search attributes added: {', '.join(lacking) or 'none, all are there'}"]


async def _retention(client: Client, retention: timedelta) -> str:
    described = await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace=client.namespace))
    now = described.config.workflow_execution_retention_ttl.ToTimedelta()
    if now >= retention:
        return f"retention stays {now.days} days"
    wanted = Duration()
    wanted.FromTimedelta(retention)
    config = NamespaceConfig(workflow_execution_retention_ttl=wanted)
    await client.workflow_service.update_namespace(UpdateNamespaceRequest(namespace=client.namespace, config=config))
    return f"retention set to {retention.days} days"


async def _sweep(client: Client, every: timedelta) -> str:
    schedule = Schedule(
        action=ScheduleActionStartWorkflow(
            "Sweep", SweepStart(), id="sweep", task_queue=TASK_QUEUE, static_summary="offer again what has no outcome"
        ),
        spec=ScheduleSpec(intervals=[ScheduleIntervalSpec(every=every)]),
    )
    try:
        await client.create_schedule("sweep", schedule)
    except ScheduleAlreadyRunningError:

        def renew(_: ScheduleUpdateInput) -> ScheduleUpdate:
            return ScheduleUpdate(schedule=schedule)

        await client.get_schedule_handle("sweep").update(renew)
    return f"the sweep runs every {every.total_seconds() / 60:g} minutes"
